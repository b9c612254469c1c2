using System.Text;
using OptimNotebookExt.Fuzz.Mutations;
using OptimNotebookExt.Host.Notebooks;

namespace OptimNotebookExt.Fuzz.Targets;

/// <summary>Notebooks of Jupyter. What is read is written and read again, to the same bytes.</summary>
internal sealed class IpynbTarget : FuzzTarget
{
    private static readonly JsonText[] s_seeds =
    [
        new("""
        {"cells":[{"cell_type":"markdown","id":"a1","metadata":{},"source":["# Title\n","text"]},{"cell_type":"code","execution_count":1,"id":"a2","metadata":{"tags":["parameters"]},"outputs":[],"source":["var device = \"auto\";\n","var seed = 42;"]},{"cell_type":"code","execution_count":2,"metadata":{"execution":{"iopub.execute_input":"x"}},"outputs":[{"name":"stdout","output_type":"stream","text":["hello\n"]},{"data":{"text/plain":["42"],"text/html":"<b>42</b>"},"execution_count":2,"metadata":{},"output_type":"execute_result"}],"source":"n * 21"}],"metadata":{"kernelspec":{"display_name":".NET (C#)","language":"C#","name":".net-csharp"},"language_info":{"name":"C#"}},"nbformat":4,"nbformat_minor":5}
        """),
        new("""
        {"cells":[{"cell_type":"raw","metadata":{},"source":[]},{"cell_type":"markdown","attachments":{"a.png":{"image/png":"iVBORw0KGgo="}},"metadata":{"slideshow":{"slide_type":"slide"}},"source":"![a](attachment:a.png)"},{"cell_type":"code","execution_count":null,"metadata":{"dotnet_interactive":{"language":"csharp"},"polyglot_notebook":{"kernelName":"csharp"},"tags":["raises-exception"]},"outputs":[{"ename":"E","evalue":"no","output_type":"error","traceback":["a","b"]},{"data":{"application/json":{"a":[1,2,{"b":null}]},"image/png":"iVBORw0KGgo="},"metadata":{},"output_type":"display_data"}],"source":["throw new E();"]}],"metadata":{"polyglot_notebook":{"kernelInfo":{"defaultKernelName":"csharp","items":[{"aliases":[],"name":"csharp"}]}}},"nbformat":4,"nbformat_minor":2}
        """),
        new("""{"cells":[],"metadata":{},"nbformat":4,"nbformat_minor":4}"""),
    ];

    internal override string Name => "ipynb";

    internal override byte[] Make(FuzzRandom random) => JsonMutator.Change(random.Pick(s_seeds), s_seeds, random);

    internal override bool Read(byte[] input)
    {
        NotebookDocument notebook;
        try
        {
            // As File.ReadAllText does.
            using var reader = new StreamReader(new MemoryStream(input, writable: false), Encoding.UTF8);
            notebook = IpynbReader.Parse(reader.ReadToEnd());
        }
        catch (InvalidDataException e)
        {
            return Refused(e);
        }
        _ = notebook.Title;
        foreach (var cell in notebook.Cells)
            _ = cell.HasTag("parameters");
        var written = IpynbWriter.Render(notebook);
        return IpynbWriter.Render(IpynbReader.Parse(written)) == written ? true : throw new FuzzFindingException("a notebook that is read and written changes when that is done again");
    }
}
