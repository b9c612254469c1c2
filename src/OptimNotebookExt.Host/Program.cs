using OptimNotebookExt.Host.Verbs;

return await OptimnbCommand.Create().Parse(args).InvokeAsync().ConfigureAwait(false);
