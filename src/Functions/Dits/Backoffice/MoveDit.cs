using Dfm.Core;
using Dfm.Core.Accounts;
using Dfm.Core.Dits;
using Dfm.Functions.Http;
using Dfm.Functions.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Dfm.Functions.Dits.Backoffice;

/// <summary>DFM's staff moves a DIT along: plans, starts, finishes, leaves unfinished, reopens, closes, cancels.</summary>
/// <param name="queue">Knows whose it is.</param>
/// <param name="desk">Applies the command.</param>
/// <param name="policy">When work that is done closes the DIT.</param>
/// <param name="clock">Now.</param>
public sealed class MoveDit(IStaffQueue queue, DitDesk desk, DitPolicy policy, TimeProvider clock)
{
    private const int MaxComment = 4000;
    private static readonly TimeSpan PlanAtMostAhead = TimeSpan.FromDays(366);
    private static readonly TimeSpan PlanAtMostBehind = TimeSpan.FromDays(1);

    /// <summary>What the staff does.</summary>
    internal enum DitAction
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

    /// <summary>The DIT after the transition, or by 409 which state stands.</summary>
    [Function(nameof(MoveDit))]
    [Audience(Audience.Staff, Scope = "dits.write")]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "backoffice/dits/{number}/transitions")] HttpRequest request,
        string number,
        [DurableClient] DurableTaskClient lifecycles,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        var body = await JsonBody.Read<Transition>(request, cancellationToken);
        if (!body.IsSuccess) return body.Problem.ToHttp();
        var command = Command(body.Value, clock.GetUtcNow(), new Actor(ActorKind.Staff, context.StaffName()));
        if (!command.IsSuccess) return command.Problem.ToHttp();
        var expected = request.IfMatch();
        if (!expected.IsSuccess) return expected.Problem.ToHttp();
        if (!DitNumber.TryParse(number, out var dit) || await queue.CustomerOf(dit, cancellationToken) is not { } customer)
            return DitProblems.NotFound.ToHttp();
        var applied = await desk.Apply(
            customer,
            dit,
            current => expected.Value.Allows(current.Version) ? command : DitProblems.ChangedMeanwhile(current.State),
            lifecycles,
            answer: null,
            cancellationToken);
        return applied.ToHttp(done => new VersionedResult(DitView.Of(done.Dit, done.Journal) with { Customer = customer }));
    }

    private Result<DitCommand> Command(Transition transition, DateTimeOffset now, Actor by)
    {
        var check = new FieldChecks();
        var action = check.Choice<DitAction>("action", transition.Action, "Indiquez l'action.");
        if (check.Problem is { } unknown) return unknown;
        DitCommand command = action switch
        {
            DitAction.Plan => new PlanVisit(
                now, by, Visit(transition, now, check), check.Optional("comment", transition.Comment, MaxComment)),
            DitAction.Start => new StartWork(now, by),
            DitAction.Finish => new FinishWork(now, by, Comment("Indiquez ce qui a été fait."), policy.ClosesAt(now)),
            DitAction.LeaveUnfinished => new LeaveUnfinished(now, by, Comment("Indiquez le motif.")),
            DitAction.Reopen => new Reopen(now, by, Comment("Indiquez le motif.")),
            DitAction.Close => new Close(now, by),
            DitAction.Cancel => new Withdraw(now, by, Comment("Indiquez le motif.")),
            _ => throw new InvalidOperationException($"An action without a command: {action}."),
        };
        check.RefuseOthers(JsonBody.FieldsOf(transition));
        return check.Problem is { } problem ? problem : command;

        string Comment(string whenMissing) => check.Required("comment", transition.Comment, MaxComment, whenMissing);
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
