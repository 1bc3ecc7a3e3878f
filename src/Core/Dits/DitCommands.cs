using Dfm.Core.Accounts;
using Dfm.Core.Attachments;

namespace Dfm.Core.Dits;

/// <summary>A command on an existing DIT.</summary>
/// <param name="At">When the command was given.</param>
public abstract record DitCommand(DateTimeOffset At, Actor By);

/// <summary>The customer cancels (manual, chapter 4).</summary>
/// <param name="Comment">« Commentaire d'annulation », mandatory.</param>
public sealed record CancelByCustomer(DateTimeOffset At, Actor By, string Comment) : DitCommand(At, By);

/// <summary>The service desk plans a visit, changes it, or plans a follow-up visit.</summary>
/// <param name="Comment">A message to the customer, else null.</param>
public sealed record PlanVisit(DateTimeOffset At, Actor By, Visit Visit, string? Comment = null) : DitCommand(At, By);

/// <summary>The technician has started.</summary>
public sealed record StartWork(DateTimeOffset At, Actor By) : DitCommand(At, By);

/// <summary>The technician has finished.</summary>
/// <param name="ClosesAt">When the DIT closes automatically unless it is reopened: five working days later.</param>
public sealed record FinishWork(DateTimeOffset At, Actor By, string Report, DateTimeOffset ClosesAt) : DitCommand(At, By);

/// <summary>The technician could not finish, often for lack of a part: a follow-up visit is needed.</summary>
public sealed record LeaveUnfinished(DateTimeOffset At, Actor By, string Reason) : DitCommand(At, By);

/// <summary>The work reported done is not: a follow-up visit is needed.</summary>
public sealed record Reopen(DateTimeOffset At, Actor By, string Reason) : DitCommand(At, By);

/// <summary>The service desk, or the portal after five working days, closes it.</summary>
public sealed record Close(DateTimeOffset At, Actor By) : DitCommand(At, By);

/// <summary>The portal closes the DIT, unless it has changed since the work was reported done.</summary>
/// <param name="Sequence">The transition that reported the work done.</param>
public sealed record CloseAfterDelay(DateTimeOffset At, int Sequence) : DitCommand(At, Actor.Portal);

/// <summary>The service desk cancels.</summary>
/// <param name="Reason">Mandatory; shown to the customer.</param>
public sealed record Withdraw(DateTimeOffset At, Actor By, string Reason) : DitCommand(At, By);

/// <summary>A message of the customer or of the staff.</summary>
public sealed record AddMessage(DateTimeOffset At, Actor By, string Text) : DitCommand(At, By);

/// <summary>The customer adds files whose content is already stored.</summary>
/// <param name="Attachments">At least one.</param>
public sealed record AddAttachments(DateTimeOffset At, Actor By, IReadOnlyList<Attachment> Attachments) : DitCommand(At, By);
