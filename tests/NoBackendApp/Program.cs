using OptimNotebookExt;
using OptimNotebookExt.Layers;

try
{
    using var layer = new ScaledLinear(2, 3);
    Console.WriteLine("loaded");
}
catch (TorchBackendException e)
{
    Console.WriteLine(e.Message);
}
