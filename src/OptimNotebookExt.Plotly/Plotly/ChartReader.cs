using System.Text.Json;
using Microsoft.FSharp.Collections;
using Plotly.NET;
using Plotly.NET.LayoutObjects;
using Plotly.NET.TraceObjects;

namespace OptimNotebookExt.Plotly;

/// <summary>
/// Plotly's JSON of data and layout as a chart. Objects that Plotly.NET has a type for become of that type: its methods for
/// styling add to what they find under that type and replace anything else.
/// </summary>
internal static class ChartReader
{
    internal static GenericChart Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        var traces = document.RootElement.GetProperty("data").EnumerateArray().Select(TraceOf).ToArray();
        var layout = new Layout();
        Fill(layout, document.RootElement.GetProperty("layout"));
        var config = new Config();
        config.SetProperty("responsive", true);
        // An own copy (combine changes its first object): Plotly.NET's default is one object for all charts.
        var options = DisplayOptions.combine(new DisplayOptions(), Defaults.DefaultDisplayOptions);
        return traces.Length == 1
            ? GenericChart.NewChart(traces[0], layout, config, options)
            : GenericChart.NewMultiChart(ListModule.OfSeq(traces), layout, config, options);
    }

    private static Trace TraceOf(JsonElement json)
    {
        var trace = new Trace2D(json.GetProperty("type").GetString()!);
        Fill(trace, json);
        return trace;
    }

    private static void Fill(DynamicObj.DynamicObj target, JsonElement json)
    {
        foreach (var property in json.EnumerateObject())
        {
            // The type of a trace is a member that its constructor has set; that of an axis is a property like any other.
            if (target is not Trace || property.Name != "type")
                target.SetProperty(property.Name, Value(property.Name, property.Value));
        }
    }

    private static object? Value(string name, JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => Object(name, json),
        JsonValueKind.Array => Array(name, json),
        JsonValueKind.String => json.GetString(),
        JsonValueKind.Number => Number(json),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    private static DynamicObj.DynamicObj Object(string name, JsonElement json)
    {
        // Axes of further panels are numbered: xaxis2, yaxis2, ….
        DynamicObj.DynamicObj target = name.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9') switch
        {
            "xaxis" or "yaxis" => new LinearAxis(),
            "title" => new Title(),
            "font" => new Font(),
            "legend" => new Legend(),
            "margin" => new Margin(),
            "modebar" => new ModeBar(),
            "annotations" => new Annotation(),
            "line" => new Line(),
            "marker" => new Marker(),
            "colorbar" => new ColorBar(),
            _ => new DynamicObj.DynamicObj(),
        };
        Fill(target, json);
        return target;
    }

    private static object Array(string name, JsonElement json)
    {
        var kinds = json.EnumerateArray().Select(item => item.ValueKind).Distinct().ToArray();
        if (name == "annotations")
            return json.EnumerateArray().Select(item => (Annotation)Object(name, item)).ToArray();
        // null among numbers is a gap.
        if (kinds.Length > 0 && kinds.All(kind => kind is JsonValueKind.Number or JsonValueKind.Null))
            return json.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.Null ? (double?)null : item.GetDouble()).ToArray();
        return json.EnumerateArray().Select(item => Value(name, item)).ToArray();
    }

    /// <summary>Whole numbers as int: sizes in pixels are int in Plotly.NET, and it asks for them under that type.</summary>
    private static object Number(JsonElement json) => json.TryGetInt32(out var whole) ? (object)whole : json.GetDouble();
}
