// The formatters of a host are one registry for the whole process.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
