namespace Dfm.LocalRuntime.Tests.Torture;

/// <summary>The torture takes the whole machine: nothing else runs beside it, and what watches a clock is not disturbed.</summary>
[CollectionDefinition(nameof(Torture), DisableParallelization = true)]
public sealed class TortureCollection;
