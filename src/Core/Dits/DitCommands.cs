using Dfm.Core.Accounts;

namespace Dfm.Core.Dits;

/// <summary>Something that somebody asks of a DIT that exists.</summary>
/// <param name="At">When it was asked.</param>
/// <param name="By">Who asks.</param>
public abstract record DitCommand(DateTimeOffset At, Actor By);

/// <summary>The customer cancels (manual, chapter 4).</summary>
/// <param name="At">When.</param>
/// <param name="By">Who.</param>
/// <param name="Comment">« Commentaire d'annulation », mandatory.</param>
public sealed record CancelByCustomer(DateTimeOffset At, Actor By, string Comment) : DitCommand(At, By);

/// <summary>The service desk plans a visit, changes it, or plans a follow-up visit.</summary>
/// <param name="At">When the decision was made.</param>
/// <param name="By">Who.</param>
/// <param name="Visit">The date and the technician.</param>
/// <param name="Comment">A word to the customer, else null.</param>
public sealed record PlanVisit(DateTimeOffset At, Actor By, Visit Visit, string? Comment = null) : DitCommand(At, By);

/// <summary>The technician has begun.</summary>
/// <param name="At">When.</param>
/// <param name="By">Who.</param>
public sealed record StartWork(DateTimeOffset At, Actor By) : DitCommand(At, By);

/// <summary>The technician has finished.</summary>
/// <param name="At">When.</param>
/// <param name="By">Who.</param>
/// <param name="Report">What was done.</param>
/// <param name="ClosesAt">When the DIT closes by itself unless it is reopened: five working days later.</param>
public sealed record FinishWork(DateTimeOffset At, Actor By, string Report, DateTimeOffset ClosesAt) : DitCommand(At, By);

/// <summary>The technician had to leave it unfinished, often for a part: a follow-up visit is needed.</summary>
/// <param name="At">When.</param>
/// <param name="By">Who.</param>
/// <param name="Reason">Why.</param>
public sealed record LeaveUnfinished(DateTimeOffset At, Actor By, string Reason) : DitCommand(At, By);

/// <summary>The work that was reported done is not: a follow-up visit is needed.</summary>
/// <param name="At">When.</param>
/// <param name="By">Who.</param>
/// <param name="Reason">Why.</param>
public sealed record Reopen(DateTimeOffset At, Actor By, string Reason) : DitCommand(At, By);

/// <summary>The service desk, or the portal after five working days, closes it.</summary>
/// <param name="At">When.</param>
/// <param name="By">Who.</param>
public sealed record Close(DateTimeOffset At, Actor By) : DitCommand(At, By);

/// <summary>The service desk cancels.</summary>
/// <param name="At">When.</param>
/// <param name="By">Who.</param>
/// <param name="Reason">Why, mandatory: the customer reads it.</param>
public sealed record Withdraw(DateTimeOffset At, Actor By, string Reason) : DitCommand(At, By);

/// <summary>Either side writes a message.</summary>
/// <param name="At">When.</param>
/// <param name="By">Who.</param>
/// <param name="Text">The message.</param>
public sealed record AddMessage(DateTimeOffset At, Actor By, string Text) : DitCommand(At, By);

/// <summary>The customer adds files; their bytes are stored already.</summary>
/// <param name="At">When.</param>
/// <param name="By">Who.</param>
/// <param name="Attachments">The files, at least one.</param>
public sealed record AddAttachments(DateTimeOffset At, Actor By, IReadOnlyList<Attachment> Attachments) : DitCommand(At, By);
