// The notebook that a process runs is one for all.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
