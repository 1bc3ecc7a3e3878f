using Dfm.Core.Dits;
using Dfm.Functions.Dits.Commands;
using Dfm.Functions.Dits.Responses;
using Dfm.Functions.Http;
using Dfm.Functions.Security;

namespace Dfm.Functions.Dits.Backoffice;

/// <summary>DFM's staff moves a DIT along: plans, starts, finishes, leaves unfinished, reopens, closes, cancels.</summary>
public sealed class TransitionDit(DitCommandHandler dits, DitPolicy policy, TimeProvider clock)
{
    private const int MaxComment = 4000;
    private static readonly TimeSpan PlanAtMostAhead = TimeSpan.FromDays(366);
    private static readonly TimeSpan PlanAtMostBehind = TimeSpan.FromDays(1);

    /// <summary>What the staff does.</summary>
    public enum DitAction
    {
        /// <summary>Plans a visit, changes it, or plans a follow-up visit.</summary>
        Plan,

        /// <summary>The technician has begun.</summary>
        Start,

        /// <summary>The work is done.</summary>
        Finish,

        /// <summary>The work could not be finished.</summary>
        LeaveUnfinished,

        /// <summary>The work was reported done and is not.</summary>
        Reopen,

        /// <summary>Nothing is left to do.</summary>
        Close,

        /// <summary>DFM cancels.</summary>
        Cancel,
    }

    /// <summary>The DIT after the transition, with what should be known about it, or by 409 which state stands.</summary>
    [Function(nameof(TransitionDit)), Audience(Audience.Staff, Scope = "dits.write")]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "backoffice/dits/{number}/transitions")] HttpRequest request,
        string number,
        FunctionContext context,
        CancellationToken cancellationToken) =>
        CommandRequest.Read<Transition, DitCommand>(request, context, body => Command(body, context.StaffName()), cancellationToken)
            .Then(form => dits.ExecuteForStaff(
                number, form.Input, form.Conditions, done => DitResponse.ForTransition(done).ToResponse(), cancellationToken))
            .ToHttp();

    private Result<DitCommand> Command(Transition transition, string staff)
    {
        var (now, by) = (clock.GetUtcNow(), new Actor(ActorKind.Staff, staff));
        var check = new FieldChecks();
        var action = check.Choice<DitAction>("action", transition.Action, "Indiquez l'action.");
        if (check.Problem is { } unknown) return unknown;
        DitCommand command = action switch
        {
            DitAction.Plan => new PlanVisit(
                now, by, Visit(transition, now, check), check.OptionalText("comment", transition.Comment, MaxComment)),
            DitAction.Start => new StartWork(now, by),
            DitAction.Finish => new FinishWork(now, by, Comment("Indiquez ce qui a été fait."), policy.ClosesAt(now)),
            DitAction.LeaveUnfinished => new LeaveUnfinished(now, by, Comment("Indiquez le motif.")),
            DitAction.Reopen => new Reopen(now, by, Comment("Indiquez le motif.")),
            DitAction.Close => new Close(now, by),
            DitAction.Cancel => new Withdraw(now, by, Comment("Indiquez le motif.")),
            _ => throw new InvalidOperationException($"An action without a command: {action}."),
        };
        check.RefuseOthers(JsonBody.FieldsOf(transition));
        return check.ResultOf(command);

        string Comment(string whenMissing) => check.RequiredText("comment", transition.Comment, MaxComment, whenMissing);
    }

    private static Visit Visit(Transition transition, DateTimeOffset now, FieldChecks check) => new(
        check.Instant(
            "plannedFor",
            transition.PlannedFor,
            now - PlanAtMostBehind,
            now + PlanAtMostAhead,
            "Indiquez la date et l'heure de la visite, dans l'année qui vient."),
        check.Required("technician", transition.Technician, DitRequest.MaxShortText, "Indiquez le nom du technicien."));

    private sealed record Transition(string? Action, DateTimeOffset? PlannedFor, string? Technician, string? Comment);
}
