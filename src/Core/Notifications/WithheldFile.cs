namespace Dfm.Core.Notifications;

/// <summary>A file that was to travel with a mail and does not.</summary>
/// <param name="Reason">In French.</param>
public sealed record WithheldFile(string Name, string Reason);
