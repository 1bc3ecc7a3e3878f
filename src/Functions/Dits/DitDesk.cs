using Dfm.Core;
using Dfm.Core.Accounts;
using Dfm.Core.Dits;
using Dfm.Functions.Http;
using Dfm.Functions.Lifecycles;
using Dfm.Functions.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;

namespace Dfm.Functions.Dits;

/// <summary>Applies commands to DITs: reads, decides, stores on condition that nothing changed meanwhile, and tells the lifecycle.</summary>
/// <param name="dits">Where DITs are stored.</param>
/// <param name="outbox">Tells the lifecycles.</param>
public sealed class DitDesk(IDitStore dits, Outbox outbox)
{
    private const int Tries = 10;

    /// <summary>
    /// Applies the command that <paramref name="decide"/> makes of the DIT as it stands. When somebody else wrote meanwhile, it is read and
    /// decided again: of two contradicting commands the first stored wins and the other is refused by the state that stands.
    /// </summary>
    /// <param name="customer">Whose DIT.</param>
    /// <param name="number">Which.</param>
    /// <param name="decide">The command for the DIT as it stands, or why there is none; may be asked again.</param>
    /// <param name="lifecycles">To tell the lifecycle by.</param>
    /// <param name="answer">What is kept as the first answer to the caller's Idempotency-Key; null without one.</param>
    /// <param name="cancellationToken">The caller has gone; what is being stored is stored all the same.</param>
    public async Task<Result<AppliedCommand>> Apply(
        CustomerId customer,
        DitNumber number,
        Func<Dit, Result<DitCommand>> decide,
        DurableTaskClient lifecycles,
        Func<AppliedCommand, FirstAnswer>? answer,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(decide);
        DitState last = default;
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            if (await dits.FindWithJournal(customer, number, cancellationToken) is not var (current, journal)) return DitProblems.NotFound;
            last = current.Value.State;
            var command = decide(current.Value);
            if (!command.IsSuccess) return command.Problem;
            var decided = DitDecisions.Decide(current.Value, command.Value);
            if (!decided.IsSuccess) return decided.Problem;
            var change = decided.Value;
            var applied = new AppliedCommand(change.Dit, [.. journal, change.Entry]);
            var outcome = await dits.Save(current, change, answer?.Invoke(applied), CancellationToken.None);
            // Who asked finds the answer by its key (Created), or else may ask again.
            if (outcome is SaveOutcome.AnsweredBefore) break;
            if (outcome is SaveOutcome.Changed) continue;
            if (change.Transition is { } moved)
                outbox.Dispatch(lifecycles, TableNames.Dits, customer, number.Sequence, DitLifecycle.Signal(number, moved));
            return applied;
        }

        return DitProblems.Busy(last);
    }

    /// <summary>
    /// 201 with what was applied. What was not may have failed because the same request, sent a moment before, was stored meanwhile: then the
    /// first answer to its key.
    /// </summary>
    internal async Task<IResult> Created(
        CustomerId customer, Result<AppliedCommand> applied, OnceOnly? once, Func<AppliedCommand, DitView> view)
    {
        if (!applied.IsSuccess && once is not null && await dits.FindAnswer(customer, once.Key, CancellationToken.None) is { } first)
            return StoredAnswer.Again(first, once.Fingerprint);
        return applied.ToHttp(done => new VersionedResult(view(done), StatusCodes.Status201Created));
    }
}

/// <summary>What a command came to.</summary>
/// <param name="Dit">The DIT after it.</param>
/// <param name="Journal">Its journal, with the command's line.</param>
public sealed record AppliedCommand(Dit Dit, IReadOnlyList<JournalEntry> Journal);
