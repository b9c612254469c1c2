using OptimNotebookExt.Experiments.Tasks;

namespace OptimNotebookExt.Tests.Experiments.Tasks;

public class TaskCatalogTests
{
    [Fact]
    public void A_task_is_found_by_its_name_and_an_unknown_one_is_refused_with_those_there_are()
    {
        Assert.All(TaskCatalog.All, task => Assert.Same(task, TaskCatalog.Get(task.Name)));
        Assert.Equal(TaskCatalog.All.Count, TaskCatalog.All.Select(t => t.Name).Distinct().Count());
        var message = Assert.Throws<ArgumentException>(() => TaskCatalog.Get("quadratics")).Message;
        Assert.Contains("There is no task 'quadratics'; there are eve-cain-fixed, eve-cain-reshuffled, quadratic,", message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_documents_describe_every_task_with_its_steps_and_its_target()
    {
        var text = File.ReadAllText(Repository.Path("docs", "TASKS.md"));
        Assert.All(TaskCatalog.All, task => Assert.Contains(FormattableString.Invariant($"| `{task.Name}` | {task.Steps} | {task.Metric} | {task.Target:G3} |"), text, StringComparison.Ordinal));
    }

    [Fact]
    public void Data_that_are_not_there_are_looked_for_in_words()
    {
        Assert.Equal(Repository.Path("data", "characters", "text.txt"), TaskData.Find("characters", "text.txt"));
        var message = Assert.Throws<FileNotFoundException>(() => TaskData.Find("characters", "none.txt")).Message;
        Assert.Contains(TaskData.Variable, message, StringComparison.Ordinal);
    }
}
