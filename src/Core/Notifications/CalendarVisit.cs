namespace Dfm.Core.Notifications;

/// <summary>A technician's visit as an event of the customer's calendar (RFC 5545).</summary>
/// <param name="Id">Identifies the visit for as long as it is planned: by it a calendar finds the event that moves or is called off.</param>
/// <param name="Sequence">0 when the visit is planned, then one more with each change.</param>
/// <param name="ChangedAt">When the change was made.</param>
/// <param name="Start">When the visit starts.</param>
/// <param name="Technician">The technician's name.</param>
public sealed record CalendarVisit(string Id, int Sequence, DateTimeOffset ChangedAt, DateTimeOffset Start, string Technician);
