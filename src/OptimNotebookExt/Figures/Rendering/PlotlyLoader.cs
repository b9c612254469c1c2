using System.Text;
using System.Text.Json;

namespace OptimNotebookExt.Figures.Rendering;

/// <summary>The script that puts an interactive chart in the place of the image. Whatever it misses or meets, the image stays.</summary>
internal static class PlotlyLoader
{
    /// <summary>
    /// Looks figures up by id, so it works where a host runs scripts apart from their place; the image is hidden only after plotly has
    /// drawn. The chart travels deflated. An AMD loader on the page (window.define) would swallow a loaded plotly.js, so it is hidden meanwhile.
    /// </summary>
    private const string Code = """
        (function(id,zip,src){
        var w=window;
        function put(f,text){
        var img=f.querySelector('img'),div=document.createElement('div'),spec=JSON.parse(text);
        if(!img||f.querySelector('[data-optim-chart]'))return;
        div.setAttribute('data-optim-chart','');div.setAttribute('role','img');div.setAttribute('aria-label',img.alt);
        f.insertBefore(div,img);
        new Promise(function(ok){ok(w.Plotly.newPlot(div,spec.data,spec.layout,{displaylogo:false}))})
        .then(function(){img.style.display='none'},function(){div.remove()});
        }
        function draw(){
        if(!w.Plotly||!w.DecompressionStream)return;
        var bytes=Uint8Array.from(atob(zip),function(c){return c.charCodeAt(0)});
        new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate'))).text().then(function(text){
        document.querySelectorAll('figure[data-optim-figure="'+id+'"]').forEach(function(f){put(f,text)});
        }).catch(function(){});
        }
        try{
        if(w.Plotly)draw();
        else if(src){
        var s=document.createElement('script'),d=w.define,back=function(){w.define=d};
        w.define=undefined;s.onload=function(){back();draw()};s.onerror=back;s.src=src;document.head.appendChild(s);
        }
        else w.addEventListener('load',draw);
        }catch(e){}
        })
        """;

    internal static void Append(StringBuilder html, string id, byte[] json, PlotlyScript plotly)
    {
        if (plotly.Source is { } source)
            html.Append(Inline(source));
        html.Append("<script>").Append(Code).Append("(\"").Append(id).Append("\",\"")
            .Append(Convert.ToBase64String(Deflate.Bytes(json))).Append("\",")
            .Append(JsonSerializer.Serialize(plotly.Address)).Append(");</script>\n");
    }

    /// <summary>plotly.js as an element of the page, for all figures after it.</summary>
    internal static string Inline(string source) =>
        $"<script>if(!window.Plotly)(function(){{var define,module,exports;\n{Harmless(source)}\n}}).call(window);</script>\n";

    /// <summary>A script that cannot end its own element: both forms mean the same to JavaScript's strings and expressions.</summary>
    private static string Harmless(string script) => script
        .Replace("</script", "<\\/script", StringComparison.OrdinalIgnoreCase)
        .Replace("<!--", "<\\!--", StringComparison.Ordinal);
}
