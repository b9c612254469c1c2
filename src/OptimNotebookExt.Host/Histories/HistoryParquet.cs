using OptimNotebookExt.Recording;
using Parquet;
using Parquet.Schema;

namespace OptimNotebookExt.Host.Histories;

/// <summary>The columns of a history as a Parquet file: step (int64), dominating_parameter (string), then float64, NaN where there was no value.</summary>
internal static class HistoryParquet
{
    internal static async Task<byte[]> WriteAsync(HistorySnapshot history)
    {
        var step = new DataField<long>("step");
        var dominating = new DataField<string>("dominating_parameter");
        var numbers = history.Columns.Skip(1).Select(c => (Field: new DataField<double>(c.Key), Values: c.Value)).ToArray();
        using var stream = new MemoryStream();
        await using (var writer = await ParquetWriter.CreateAsync(new ParquetSchema([step, dominating, .. numbers.Select(n => n.Field)]), stream))
        {
            using var rows = writer.CreateRowGroup();
            await rows.WriteAsync<long>(step, history.Steps.ToArray());
            // The library takes nulls, though its signature does not say so.
            await rows.WriteAsync(dominating, (string[])[.. history.Dominating!]);
            foreach (var (field, values) in numbers)
                await rows.WriteAsync<double>(field, values.ToArray());
            rows.CompleteValidate();
        }
        return stream.ToArray();
    }
}
