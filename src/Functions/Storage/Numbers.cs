using Azure;
using Azure.Data.Tables;
using Dfm.Core;

namespace Dfm.Functions.Storage;

/// <summary>
/// Hands out numbers from blocks that are reserved in the table <c>Counters</c> under its ETag: unique over all instances of the
/// application, ascending within one. What a stop leaves of a block is lost, which is why numbers have gaps.
/// </summary>
/// <typeparam name="TNumber">What they number.</typeparam>
public sealed class Numbers<TNumber> : IDisposable where TNumber : struct, INumber<TNumber>
{
    private const int Block = 100;
    private const string Key = "next";
    private const string NextColumn = "Next";
    private readonly TableClient table;
    private readonly string counter;
    private readonly long first;
    private readonly SemaphoreSlim one = new(1);
    private long next;
    private long end;

    /// <summary>Numbers from the table <c>Counters</c>.</summary>
    /// <param name="tables">The storage.</param>
    /// <param name="counter">The counter: the partition of theirs.</param>
    /// <param name="first">The first number that it ever gives.</param>
    public Numbers(TableServiceClient tables, string counter, long first)
    {
        ArgumentNullException.ThrowIfNull(tables);
        (this.counter, this.first) = (counter, first);
        table = tables.GetTableClient(TableNames.Counters);
    }

    /// <summary>A number that nobody else gets.</summary>
    public async ValueTask<TNumber> Next(CancellationToken cancellationToken)
    {
        await one.WaitAsync(cancellationToken);
        try
        {
            if (next == end) (next, end) = await Reserve(cancellationToken);
            return TNumber.Of(next++);
        }
        finally
        {
            one.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => one.Dispose();

    private async Task<(long From, long To)> Reserve(CancellationToken cancellationToken)
    {
        while (true)
        {
            var found = await table.GetEntityIfExistsAsync<TableEntity>(counter, Key, cancellationToken: cancellationToken);
            var from = found.HasValue ? found.Value!.GetInt64(NextColumn)!.Value : first;
            var row = new TableEntity(counter, Key) { [NextColumn] = from + Block };
            try
            {
                if (found.HasValue) await table.UpdateEntityAsync(row, found.Value!.ETag, TableUpdateMode.Replace, cancellationToken);
                else await table.AddEntityAsync(row, cancellationToken);
                return (from, from + Block);
            }
            catch (RequestFailedException taken) when (taken.Status is 409 or 412)
            {
                // Another instance was faster: take the block after its.
            }
        }
    }
}
