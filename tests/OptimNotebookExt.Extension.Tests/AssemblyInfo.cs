// The notebook that a process runs, and the formatters of its host, are one for all.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
