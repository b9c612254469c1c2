using System.Text.Json.Nodes;
using OptimNotebookExt.Host.Kernels.Wire;
using OptimNotebookExt.Host.Sessions;

namespace OptimNotebookExt.Host.Kernels;

/// <summary>Hands the outputs of one cell to the clients.</summary>
internal sealed class ClientSink(KernelSockets sockets, InputChannel input, KernelMessage request, int number) : ICellSink
{
    public void Put(CellOutput output)
    {
        switch (output)
        {
            case StreamText text:
                Publish("stream", new JsonObject { ["name"] = text.IsError ? "stderr" : "stdout", ["text"] = text.Text });
                break;
            case Displayed displayed:
                Publish("display_data", Data(displayed.Bundle, displayed.Id));
                break;
            case DisplayUpdated updated:
                Publish("update_display_data", Data(updated.Bundle, updated.Id));
                break;
            case CellValue value:
                var content = Data(value.Bundle, null);
                content["execution_count"] = number;
                Publish("execute_result", content);
                break;
            case CellFailed failed:
                Publish("error", WireBundle.Of(failed.Error));
                break;
            case OutputCleared cleared:
                Publish("clear_output", new JsonObject { ["wait"] = cleared.Wait });
                break;
        }
    }

    public string? ReadLine(string prompt, bool password) => input.ReadLine(request, prompt, password);

    private void Publish(string type, JsonObject content) => sockets.Publish(request.Header, type, content);

    private static JsonObject Data(MimeBundle bundle, string? id) => new()
    {
        ["data"] = WireBundle.Of(bundle),
        ["metadata"] = new JsonObject(),
        ["transient"] = id is null ? [] : new JsonObject { ["display_id"] = id },
    };
}
