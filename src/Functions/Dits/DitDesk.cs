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
            var reading = dits.Journal(customer, number, cancellationToken);
            var current = await dits.Find(customer, number, cancellationToken);
            var journal = await reading;
            if (current is null) return DitProblems.NotFound;
            last = current.Value.State;
            var command = decide(current.Value);
            if (!command.IsSuccess) return command.Problem;
            var decided = DitDecisions.Decide(current.Value, command.Value);
            if (!decided.IsSuccess) return decided.Problem;
            var change = decided.Value;
            var applied = new AppliedCommand(change.Dit, [.. journal.Where(e => e.Version < change.Entry.Version), change.Entry], null);
            var first = answer?.Invoke(applied);
            switch (await dits.Save(current, change, first, CancellationToken.None))
            {
                case SaveOutcome.Saved:
                    if (change.Transition is { } moved)
                        outbox.Dispatch(lifecycles, TableNames.Dits, customer, number.Sequence, DitLifecycle.Signal(number, moved));
                    return applied;
                case SaveOutcome.AnsweredBefore:
                    return applied with { Earlier = await dits.FindAnswer(customer, first!.Key, CancellationToken.None) };
                default:
                    break;
            }
        }

        return DitProblems.Busy(last);
    }
}

/// <summary>What a command came to.</summary>
/// <param name="Dit">The DIT after it.</param>
/// <param name="Journal">Its journal, with the command's line.</param>
/// <param name="Earlier">The first answer to the same Idempotency-Key, stored by a twin of this request meanwhile; else null.</param>
public sealed record AppliedCommand(Dit Dit, IReadOnlyList<JournalEntry> Journal, FirstAnswer? Earlier)
{
    /// <summary>201 with <paramref name="view"/>, or the first answer to the same key.</summary>
    internal IResult Created(DitView view, OnceOnly? once) => Earlier is { } answer
        ? StoredAnswer.Again(answer, once!.Fingerprint)
        : new VersionedResult(view, StatusCodes.Status201Created);
}
