using Azure;
using Azure.Data.Tables;
using Dfm.Functions.Outbox;
using Dfm.Functions.Storage;

namespace Dfm.Functions.Commands;

/// <summary>One execution of a command, with an id of its own.</summary>
/// <param name="table">The table that it writes.</param>
/// <param name="partition">The partition's key.</param>
/// <param name="commandId">Random; names the outbox row that the command writes.</param>
/// <param name="announcement">Null where nothing follows from the command.</param>
/// <param name="longestCommit">A commit is cut off after this time.</param>
public sealed class CommandExecution(
    TableClient table, string partition, Guid commandId, OutboxAnnouncement? announcement, TimeSpan longestCommit)
    : IAsyncDisposable
{
    /// <summary>How often a command is decided anew because somebody else wrote in between.</summary>
    public const int MaxTries = 10;

    /// <summary>Executes the command.</summary>
    /// <param name="decide">Loads and decides, and puts what is to be written into the unit of work; called again after a conflict.</param>
    /// <param name="conflict">The problem when every try has met a conflict.</param>
    /// <param name="idempotency">The request's Idempotency-Key, if it has one.</param>
    /// <exception cref="OutboxUnavailableException">Service Bus is down; nothing was stored.</exception>
    public async Task<CommandOutcome<T>> Run<T>(
        Func<UnitOfWork, Task<Result<T>>> decide, Func<Problem> conflict, Idempotency? idempotency)
    {
        // Tries that were cut off: they may have been stored, or still be.
        var uncertain = new List<(CommitProof Proof, T Value)>();
        try
        {
            for (var attempt = 0; attempt < MaxTries; attempt++)
            {
                var unit = new UnitOfWork(partition, commandId);
                var decided = await decide(unit);
                // Looked for after the load: a try that is stored later than that makes this one meet a conflict.
                foreach (var (proof, value) in uncertain)
                    if (await IsCommitted(proof)) return CommandOutcome<T>.Applied(value);
                if (!decided.IsSuccess) return await Refuse<T>(decided.Problem, idempotency);
                switch (await Commit(unit, idempotency))
                {
                    case CommitResult.Committed:
                        return CommandOutcome<T>.Applied(decided.Value);
                    case CommitResult.KeyTaken when await Answered<T>(idempotency!) is { } answered:
                        return answered;
                    case CommitResult.CutOff:
                        uncertain.Add((unit.Proof!, decided.Value));
                        break;
                }
            }
        }
        catch (OutboxUnavailableException down)
        {
            if (uncertain.Count > 0) throw new TimeoutException("Storage did not answer.", down);
            if (idempotency is not null && await Answered<T>(idempotency) is { } answered) return answered;
            throw;
        }

        // A try that may still be stored is neither a conflict nor a refusal: nobody may undo what belongs to it.
        return uncertain.Count == 0 ? CommandOutcome<T>.Conflict(conflict()) : throw new TimeoutException("Storage did not answer.");
    }

    /// <summary>The first response to the same key, or its refusal with another body; null when none was stored.</summary>
    public async Task<CommandOutcome<T>?> Answered<T>(Idempotency idempotency) =>
        (await Row(IdempotencyRecord.Key(idempotency)))?.Read<IdempotencyRecord>(RowJson.Data).ReplayTo(idempotency)
            .Match(CommandOutcome<T>.Replayed, CommandOutcome<T>.Refused);

    /// <summary>Waits until Service Bus has accepted or refused the message, where no commit has waited for it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (announcement is not null) await announcement.Settle();
    }

    /// <summary>Refuses, unless it is because of what this very request has done when it was sent before.</summary>
    private async Task<CommandOutcome<T>> Refuse<T>(Problem problem, Idempotency? idempotency)
    {
        // The kept response shows what the request is about: a caller who may not see that (any longer) does not get it.
        var mayReplay = idempotency is not null && problem.Kind is not ProblemKind.NotFound;
        return (mayReplay ? await Answered<T>(idempotency!) : null) ?? CommandOutcome<T>.Refused(problem);
    }

    /// <summary>Commits, and is not cancelled when the caller hangs up: nobody would know whether it was stored.</summary>
    private async Task<CommitResult> Commit(UnitOfWork unit, Idempotency? idempotency)
    {
        var actions = unit.Actions();
        if (actions.Count == 0) return CommitResult.Committed;
        if (unit.HasEffects)
            await (announcement ?? throw new InvalidOperationException("Effects without a message.")).EnsureRecent();
        var proof = unit.Proof ?? throw new InvalidOperationException("A transaction that could not be recognised.");
        var record = RecordRow(unit, idempotency);
        using var cutOff = new CancellationTokenSource(longestCommit);
        try
        {
            await table.SubmitTransactionAsync(record is null ? actions : [RowActions.Insert(record), .. actions], cutOff.Token);
            return CommitResult.Committed;
        }
        catch (TableTransactionFailedException failure) when (failure.Status is 404 or 409 or 412)
        {
            // The storage client's own retry conflicts with its first request when that was executed and its response lost.
            if (await IsCommitted(proof)) return CommitResult.Committed;
            return record is not null && failure is { Status: 409, FailedTransactionActionIndex: 0 }
                ? CommitResult.KeyTaken
                : CommitResult.Conflict;
        }
        catch (Exception) when (cutOff.IsCancellationRequested)
        {
            return await IsCommitted(proof) ? CommitResult.Committed : CommitResult.CutOff;
        }
        catch (Exception failure) when (failure is AggregateException or RequestFailedException { Status: 0 or >= 500 })
        {
            // The storage client has given up: one of its requests may have been executed.
            if (await IsCommitted(proof)) return CommitResult.Committed;
            throw;
        }
    }

    private TableEntity? RecordRow(UnitOfWork unit, Idempotency? idempotency) =>
        idempotency is null || unit.Response is not { } response
            ? null
            : new TableEntity(partition, IdempotencyRecord.Key(idempotency))
                .With(RowJson.Data, RowJson.Text(IdempotencyRecord.Of(idempotency, response)));

    private async Task<bool> IsCommitted(CommitProof proof) => proof.Holds(await Row(proof.RowKey));

    private async Task<TableEntity?> Row(string key)
    {
        using var deadline = new CancellationTokenSource(longestCommit);
        return await table.FindRow(partition, key, deadline.Token);
    }

    private enum CommitResult
    {
        Committed,

        /// <summary>Somebody else wrote in between: nothing is stored.</summary>
        Conflict,

        /// <summary>A request with the same Idempotency-Key was stored: nothing of this one is.</summary>
        KeyTaken,

        /// <summary>Storage did not answer in time, and what it was asked is not stored yet.</summary>
        CutOff,
    }
}
