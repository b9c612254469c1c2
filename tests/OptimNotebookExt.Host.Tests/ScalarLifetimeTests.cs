using OptimNotebookExt.Host.Verbs;
using OptimNotebookExt.Tests.Safety;

namespace OptimNotebookExt.Host.Tests;

public sealed class ScalarLifetimeTests
{
    [Fact]
    public void No_number_of_the_tool_becomes_a_Scalar_that_nobody_keeps_alive() =>
        ScalarCalls.AssertNone(typeof(ReplayVerb));
}
