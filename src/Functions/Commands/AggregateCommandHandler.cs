using Dfm.Functions.Outbox;
using Dfm.Functions.Storage;

namespace Dfm.Functions.Commands;

/// <summary>
/// Executes commands on aggregates of one kind that exist; each kind brings its rules. Of two commands at the same time the first stored
/// wins; the other is decided again, by the state that then stands.
/// </summary>
/// <param name="pipeline">The way of every command.</param>
/// <param name="schema">How they are stored.</param>
public abstract class AggregateCommandHandler<TAggregate, TNumber, TEntry, TCommand, TChange>(
    CommandPipeline pipeline, AggregateSchema<TAggregate> schema)
    where TAggregate : class, IAggregate
    where TNumber : struct, INumber<TNumber>
    where TEntry : IJournalEntry
    where TChange : IChange<TAggregate, TEntry>
{
    /// <summary>There is none of this number, or the caller may not see it.</summary>
    protected abstract Problem NotFound { get; }

    /// <summary>A command of a customer's person, on an aggregate that this person may see.</summary>
    /// <param name="caller">Who gives it.</param>
    /// <param name="number">The aggregate's number as the caller wrote it.</param>
    /// <param name="command">The command.</param>
    /// <param name="conditions">What the request insists on.</param>
    /// <param name="respond">The response, which is kept for the request's Idempotency-Key.</param>
    /// <param name="cancellationToken">Cancels the reads; the commit runs to completion.</param>
    public Task<CommandOutcome<StoredResponse>> Execute(
        Caller caller,
        string number,
        TCommand command,
        CommandConditions conditions,
        Func<Executed<TAggregate, TEntry>, StoredResponse> respond,
        CancellationToken cancellationToken) =>
        Execute(caller, number, Always(command), conditions, respond, cancellationToken);

    /// <summary>A command of DFM's staff, on any customer's aggregate.</summary>
    /// <param name="number">The aggregate's number as the caller wrote it.</param>
    /// <param name="command">The command.</param>
    /// <param name="conditions">What the request insists on.</param>
    /// <param name="respond">The response, which is kept for the request's Idempotency-Key.</param>
    /// <param name="cancellationToken">Cancels the reads; the commit runs to completion.</param>
    public async Task<CommandOutcome<StoredResponse>> ExecuteForStaff(
        string number,
        TCommand command,
        CommandConditions conditions,
        Func<Executed<TAggregate, TEntry>, StoredResponse> respond,
        CancellationToken cancellationToken) =>
        TNumber.TryParse(number, out var known) && await OwnerOf(known, cancellationToken) is { } customer
            ? await Run(customer, known, HasEffects(command), _ => true, Always(command), conditions, Keep(respond), cancellationToken)
            : CommandOutcome<StoredResponse>.Refused(NotFound);

    /// <summary>A command of the portal's own.</summary>
    public Task<CommandOutcome<Executed<TAggregate, TEntry>>> Execute(
        CustomerId customer, TNumber number, TCommand command, CancellationToken cancellationToken) =>
        Run(customer, number, HasEffects(command), _ => true, Always(command), new(null, null), (_, done) => done, cancellationToken);

    /// <summary>The command that <paramref name="commandFor"/> makes of the aggregate as it stands; asked again after a conflict.</summary>
    protected Task<CommandOutcome<StoredResponse>> Execute(
        Caller caller,
        string number,
        Func<TAggregate, Task<Result<TCommand>>> commandFor,
        CommandConditions conditions,
        Func<Executed<TAggregate, TEntry>, StoredResponse> respond,
        CancellationToken cancellationToken) =>
        TNumber.TryParse(number, out var known)
            // What a customer's person does is a line of the journal of use, whatever else follows.
            ? Run(
                caller.Customer,
                known,
                hasEffects: true,
                found => IsVisible(found, caller),
                commandFor,
                conditions,
                Keep(respond),
                cancellationToken)
            : Task.FromResult(CommandOutcome<StoredResponse>.Refused(NotFound));

    /// <summary>Reads the aggregate with its journal.</summary>
    protected abstract Task<WithJournal<TAggregate, TEntry>?> Find(CustomerId customer, TNumber number, CancellationToken cancellationToken);

    /// <summary>The customer that an aggregate belongs to, for commands of DFM's staff; null when there is none of this number.</summary>
    protected virtual Task<CustomerId?> OwnerOf(TNumber number, CancellationToken cancellationToken) => Task.FromResult<CustomerId?>(null);

    /// <summary>Whether the caller may see it.</summary>
    protected abstract bool IsVisible(TAggregate aggregate, Caller caller);

    /// <summary>The rules.</summary>
    protected abstract Result<TChange> Decide(TAggregate aggregate, TCommand command);

    /// <summary>Whether something can follow from the command, beyond a line of the journal of use.</summary>
    protected abstract bool HasEffects(TCommand command);

    /// <summary>What follows from a change; null for nothing.</summary>
    /// <param name="journal">Before the change.</param>
    protected abstract OutboxEffect? EffectOf(TChange change, IReadOnlyList<TEntry> journal);

    /// <summary>Adds what the change writes of other aggregates to the same transaction.</summary>
    protected virtual Task Include(UnitOfWork unit, TAggregate before, TChange change, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The caller insists on another version than the one that stands.</summary>
    protected abstract Problem ChangedMeanwhile(TAggregate stands);

    /// <summary>Others wrote at the same time, at every try.</summary>
    protected abstract Problem Conflict(TAggregate last);

    private static Func<TAggregate, Task<Result<TCommand>>> Always(TCommand command) => _ => Task.FromResult<Result<TCommand>>(command);

    private static Func<UnitOfWork, Executed<TAggregate, TEntry>, StoredResponse> Keep(
        Func<Executed<TAggregate, TEntry>, StoredResponse> respond) => (unit, done) => unit.Respond(respond(done));

    private async Task<CommandOutcome<T>> Run<T>(
        CustomerId customer,
        TNumber number,
        bool hasEffects,
        Func<TAggregate, bool> isVisible,
        Func<TAggregate, Task<Result<TCommand>>> commandFor,
        CommandConditions conditions,
        Func<UnitOfWork, Executed<TAggregate, TEntry>, T> result,
        CancellationToken cancellationToken)
    {
        await using var execution = pipeline.Begin(schema.Table, customer, hasEffects);
        TAggregate? last = null;
        return await execution.Run(Try, () => Conflict(last!), conditions.Idempotency);

        async Task<Result<T>> Try(UnitOfWork unit)
        {
            if (await Find(customer, number, cancellationToken) is not var (stored, journal)) return NotFound;
            last = stored.Value;
            if (!isVisible(last)) return NotFound;
            if (!conditions.Allow(last.Version)) return ChangedMeanwhile(last);
            var decided = (await commandFor(last)).Then(command => Decide(stored.Value, command));
            if (!decided.IsSuccess) return decided.Problem;
            var change = decided.Value;
            unit.Update(schema, stored, (IChange<TAggregate, TEntry>)change, EffectOf(change, journal));
            await Include(unit, stored.Value, change, cancellationToken);
            return result(unit, new(change.Aggregate, [.. journal, change.Entry]));
        }
    }
}
