using OptimNotebookExt.Host.Notebooks;
using OptimNotebookExt.Host.Sessions;

namespace OptimNotebookExt.Host.Tests.Notebooks;

public sealed class OutputRecorderTests
{
    [Fact]
    public void A_look_in_between_does_not_cut_a_text_in_two()
    {
        var cell = new OutputRecorder().Cell(1);
        cell.Put(new StreamText(false, "one, "));
        Assert.Equal("one, ", (string?)Assert.Single(cell.Take())!["text"]![0]);
        cell.Put(new StreamText(false, "two"));

        var output = Assert.Single(cell.Take())!;

        Assert.Equal(("stdout", "one, two"), ((string?)output["name"], (string?)output["text"]![0]));
        cell.Put(new StreamText(true, "and an error"));
        Assert.Equal(["stdout", "stderr"], cell.Take().Select(o => (string?)o!["name"]));
    }

    [Fact]
    public void What_is_left_out_of_a_long_text_is_said_once_at_its_end()
    {
        var cell = new OutputRecorder().Cell(1);
        for (var i = 0; i < 3; i++)
        {
            cell.Put(new StreamText(false, new string('x', 300 << 10)));
            cell.Take();
        }

        var outputs = cell.Take();

        Assert.Equal(["stdout", "stderr"], outputs.Select(o => (string?)o!["name"]));
        Assert.Equal($"[{(900 - 512) << 10} more characters of output were left out]\n", (string?)outputs[1]!["text"]![0]);
    }
}
