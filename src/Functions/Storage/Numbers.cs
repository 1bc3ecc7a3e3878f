using Azure;
using Azure.Data.Tables;

namespace Dfm.Functions.Storage;

/// <summary>
/// Assigns numbers from blocks that are reserved in the table <c>Counters</c> under its ETag: unique across all instances of the
/// application, ascending within one. The rest of a block is lost when an instance stops, which is why numbers have gaps.
/// </summary>
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

    /// <param name="counter">The partition key of the counter.</param>
    /// <param name="first">The first number ever assigned.</param>
    public Numbers(TableServiceClient tables, string counter, long first)
    {
        (this.counter, this.first) = (counter, first);
        table = tables.GetTableClient(TableNames.Counters);
    }

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

    public void Dispose() => one.Dispose();

    private async Task<(long From, long To)> Reserve(CancellationToken cancellationToken)
    {
        while (true)
        {
            var found = await table.FindRow(counter, Key, cancellationToken);
            var from = found is null ? first : found.GetInt64(NextColumn)!.Value;
            var row = new TableEntity(counter, Key) { [NextColumn] = from + Block };
            try
            {
                if (found is not null) await table.UpdateEntityAsync(row, found.ETag, TableUpdateMode.Replace, cancellationToken);
                else await table.AddEntityAsync(row, cancellationToken);
                return (from, from + Block);
            }
            catch (RequestFailedException taken) when (taken.Status is 409 or 412)
            {
                // Another instance reserved the block: take the next one.
            }
        }
    }
}
