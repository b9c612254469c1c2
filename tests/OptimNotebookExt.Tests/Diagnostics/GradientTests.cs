using OptimNotebookExt.Diagnostics;
using static TorchSharp.torch;

namespace OptimNotebookExt.Tests.Diagnostics;

public sealed class GradientTests
{
    [Fact]
    public void Gradients_of_outputs_match_autograd_over_all_batches()
    {
        using var scope = NewDisposeScope();
        using var model = Models.Mlp();
        Tensor[] inputs = [.. Enumerable.Range(10, 3).Select(seed => Models.Random(seed, 7, 6))];
        var layers = model.children().Cast<nn.Module<Tensor, Tensor>>().ToArray();
        var expected = inputs.Select(input =>
        {
            var a = layers[0].forward(input);
            var b = layers[1].forward(a);
            var c = layers[2].forward(b);
            return autograd.grad([c.square().sum()], [a, b, c]);
        }).ToArray();

        using var diagnostics = TensorDiagnostics.Attach(model);
        foreach (var input in inputs)
            model.call(input).square().sum().backward();

        var report = diagnostics.Collect();
        Direct.AssertMatches(report["0.output.grad"], [.. expected.Select(g => g[0])]);
        Direct.AssertMatches(report["1.output.grad"], [.. expected.Select(g => g[1])]);
        Direct.AssertMatches(report["2.output.grad"], [.. expected.Select(g => g[2])]);
        Direct.AssertMatches(report["output.grad"], [.. expected.Select(g => g[2])]);
        Assert.Equal(DiagnosedTensorKind.OutputGradient, report["0.output.grad"].Kind);
    }

    [Fact]
    public void A_module_invoked_twice_a_step_records_both_outputs_and_both_gradients()
    {
        using var scope = NewDisposeScope();
        using var model = new Models.Shared();
        using var diagnostics = TensorDiagnostics.Attach(model);
        var input = Models.Random(1, 3, 4);
        var layer = (TorchSharp.Modules.Linear)model.named_children().First(c => c.name == "first").module;
        var once = layer.forward(input);
        var twice = layer.forward(once);
        var expected = autograd.grad([twice.square().sum()], [once, twice]);

        model.call(input).square().sum().backward();

        var report = diagnostics.Collect();
        Direct.AssertMatches(report["first.output"], once, twice);
        Direct.AssertMatches(report["first.output.grad"], [.. expected]);
        Assert.DoesNotContain(report.Tensors, t => t.Name == "second.output");
        Assert.Contains("first is also second", report.Notes);
        Assert.Contains("never invoked through call(): unused", report.Notes);
    }

    [Fact]
    public void Parameters_and_their_gradients_are_accumulated_at_every_reading()
    {
        using var scope = NewDisposeScope();
        using var model = Models.Mlp();
        using var diagnostics = TensorDiagnostics.Attach(model);
        using var optimizer = optim.SGD(model.parameters(), 0.1);
        var (weights, gradients) = (new List<Tensor>(), new List<Tensor>());

        for (var step = 0; step < 3; step++)
        {
            optimizer.zero_grad();
            model.call(Models.Random(step, 7, 6)).square().mean().backward();
            diagnostics.RecordParameters();
            weights.Add(model.get_parameter("0.weight")!.detach().clone());
            gradients.Add(model.get_parameter("0.weight")!.grad!.clone());
            optimizer.step();
        }

        var report = diagnostics.Collect();
        Assert.Equal(3, report.ParameterReadings);
        Direct.AssertMatches(report["0.weight"], [.. weights]);
        Direct.AssertMatches(report["0.weight.grad"], [.. gradients]);
        Assert.Equal("Linear", report["0.weight"].Owner);
    }

    [Fact]
    public void Without_a_reading_Collect_takes_parameters_and_gradients_as_they_are_and_says_so()
    {
        using var scope = NewDisposeScope();
        using var model = Models.Mlp();
        using var diagnostics = TensorDiagnostics.Attach(model);
        Assert.Equal(["no gradient when read"], diagnostics.Collect()["0.weight.grad"].Notes);
        model.call(Models.Random(1, 7, 6)).sum().backward();

        diagnostics.Collect();
        var report = diagnostics.Collect();

        Direct.AssertMatches(report["2.bias"], model.get_parameter("2.bias")!);
        Direct.AssertMatches(report["2.bias.grad"], model.get_parameter("2.bias")!.grad!);
        Assert.Contains(report.Notes, n => n.Contains("RecordParameters() was not called", StringComparison.Ordinal));
    }

    [Fact]
    public void Names_come_in_the_order_of_the_model_each_with_its_gradient()
    {
        using var scope = NewDisposeScope();
        using var model = nn.Sequential(("body", nn.Sequential(nn.Linear(6, 2), nn.Tanh())), ("head", nn.Linear(2, 1)));
        using var diagnostics = TensorDiagnostics.Attach(model);

        model.call(Models.Random(1, 3, 6)).sum().backward();

        Assert.Equal(
            [
                "body.output", "body.output.grad", "body.0.output", "body.0.output.grad", "body.1.output", "body.1.output.grad",
                "head.output", "head.output.grad", "output", "output.grad",
                "body.0.weight", "body.0.weight.grad", "body.0.bias", "body.0.bias.grad",
                "head.weight", "head.weight.grad", "head.bias", "head.bias.grad",
            ],
            diagnostics.Collect().Tensors.Select(t => t.Name));
    }

    [Fact]
    public void Tensors_of_a_nested_tuple_and_of_an_array_have_their_index_in_the_name()
    {
        using var scope = NewDisposeScope();
        using var tuple = new Models.Tuple();
        using var chunks = new Models.Chunks();
        using var ofTuple = TensorDiagnostics.Attach(tuple);
        using var ofChunks = TensorDiagnostics.Attach(chunks);
        var (a, b) = (Models.Random(1, 4, 3).requires_grad_(), Models.Random(2, 4, 3));

        var (sum, (product, _)) = tuple.call(a, b);
        (sum.sum() + (product * 3).sum()).backward();
        chunks.call(b);

        var report = ofTuple.Collect();
        Assert.Equal(
            ["output[0]", "output[0].grad", "output[1][0]", "output[1][0].grad", "output[1][1]"],
            report.Tensors.Select(t => t.Name));
        Direct.AssertMatches(report["output[1][0]"], a * b);
        Direct.AssertMatches(report["output[1][0].grad"], full([4, 3], 3.0));
        Direct.AssertMatches(ofChunks.Collect()["output[1]"], b[TensorIndex.Slice(2)]);
    }

    [Fact]
    public void Two_passes_before_one_backward_both_give_their_gradients()
    {
        using var scope = NewDisposeScope();
        using var model = Models.Mlp();
        using var diagnostics = TensorDiagnostics.Attach(model);

        var first = model.call(Models.Random(1, 7, 6));
        var second = model.call(Models.Random(2, 7, 6));
        (first.sum() + 2 * second.sum()).backward();

        var report = diagnostics.Collect();
        Direct.AssertMatches(report["output.grad"], ones_like(first), 2 * ones_like(second));
        Assert.Empty(report["output.grad"].Notes);
    }

    [Fact]
    public void An_output_changed_in_place_has_its_own_values_and_the_gradient_of_the_changed_tensor()
    {
        using var scope = NewDisposeScope();
        using var linear = nn.Linear(6, 5);
        using var model = nn.Sequential(linear, nn.ReLU(inplace: true));
        using var diagnostics = TensorDiagnostics.Attach(model);
        var input = Models.Random(1, 7, 6);

        model.call(input).square().sum().backward();

        var report = diagnostics.Collect();
        var values = linear.forward(input);
        Direct.AssertMatches(report["0.output"], values);
        Direct.AssertMatches(report["0.output.grad"], 2 * nn.functional.relu(values));
    }

    [Fact]
    public void Recurrent_attention_and_embedding_modules_are_seen()
    {
        using var scope = NewDisposeScope();
        using var embedding = nn.Embedding(5, 4);
        using var recurrent = nn.LSTM(4, 3);
        using var attention = nn.MultiheadAttention(4, 2);
        using var ofEmbedding = TensorDiagnostics.Attach(embedding);
        using var ofRecurrent = TensorDiagnostics.Attach(recurrent);
        using var ofAttention = TensorDiagnostics.Attach(attention);

        var embedded = embedding.call(tensor(new long[,] { { 0, 3 }, { 4, 1 }, { 2, 2 } }));
        var (sequence, _, _) = recurrent.call(embedded, null);
        var attended = attention.call(embedded, embedded, embedded, null, true, null).Item1;
        (sequence.sum() + attended.square().sum()).backward();

        Assert.Equal([3, 2, 4], ofEmbedding.Collect()["output.grad"].Shape);
        Direct.AssertMatches(ofRecurrent.Collect()["output[0]"], sequence);
        Direct.AssertMatches(ofRecurrent.Collect()["output[0].grad"], ones_like(sequence));
        Assert.Equal(["1 without a gradient so far"], ofRecurrent.Collect()["output[2].grad"].Notes);
        Direct.AssertMatches(ofAttention.Collect()["output[0].grad"], 2 * attended);
    }
}
