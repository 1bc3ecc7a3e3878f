namespace Dfm.TortureApp;

/// <summary>A piece of work for an activity.</summary>
/// <param name="Owner">The orchestration that it is done for.</param>
/// <param name="Step">Names the piece among those of its owner.</param>
/// <param name="Number">What to work with.</param>
public sealed record Work(string Owner, string Step, int Number);
