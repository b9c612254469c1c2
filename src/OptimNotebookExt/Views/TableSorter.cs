namespace OptimNotebookExt.Views;

/// <summary>The script that sorts a table by the column whose head is clicked; without it the table reads as it is.</summary>
internal static class TableSorter
{
    /// <summary>What it looks for: as with figures, a host may run scripts apart from their place.</summary>
    internal const string Attribute = "data-optim-sort";

    /// <summary>
    /// Numbers are read as views write them (true minus, raised exponents, narrow spaces), the largest first; texts in their
    /// order; what is neither comes last either way. A second click turns the order around.
    /// </summary>
    internal const string Script = """
        <script>(function(){
        function number(text){
        var raised='⁰¹²³⁴⁵⁶⁷⁸⁹';
        return text===''?NaN:Number(text.replace(/[\u202f%]/g,'').replace('−','-').replace('∞','Infinity').replace(/×10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)/,function(_,e){
        return 'e'+Array.from(e).map(function(c){return c==='⁻'?'-':raised.indexOf(c)}).join('')}));
        }
        document.querySelectorAll('table[data-optim-sort]').forEach(function(table){
        if(table.getAttribute('data-optim-sort'))return;
        table.setAttribute('data-optim-sort','ready');
        var body=table.tBodies[0],heads=Array.from(table.tHead.rows[0].cells),mark=document.createElement('span');
        heads.forEach(function(head,c){
        function text(row){return row.cells[c].textContent}
        var numeric=Array.from(body.rows).some(function(row){return !isNaN(number(text(row)))});
        function sort(){
        var down=(head.getAttribute('aria-sort')||(numeric?'ascending':'descending'))==='ascending',rows=Array.from(body.rows);
        function missing(row){return numeric?isNaN(number(text(row))):text(row)===''}
        rows.sort(function(a,b){
        if(missing(a)||missing(b))return missing(a)-missing(b);
        var order=numeric?number(text(a))-number(text(b))||0:text(a).localeCompare(text(b));
        return down?-order:order;
        }).forEach(function(row){body.appendChild(row)});
        heads.forEach(function(other){other.removeAttribute('aria-sort')});
        head.setAttribute('aria-sort',down?'descending':'ascending');
        mark.textContent=down?' ▼':' ▲';head.appendChild(mark);
        }
        head.tabIndex=0;head.style.cursor='pointer';head.title='Sort by this column';
        head.addEventListener('click',sort);
        head.addEventListener('keydown',function(e){if(e.key==='Enter')sort()});
        });
        });
        })();</script>

        """;
}
