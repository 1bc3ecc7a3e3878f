using System.Collections.Concurrent;
using Dfm.Core.Invoices;

namespace Dfm.Functions.Invoices.Requests;

/// <summary>Finds invoices for a person: what is not this person's does not exist.</summary>
public static class InvoiceReads
{
    private const int ReadsAtOnce = 16;

    /// <summary>The invoice of this number, or <c>invoice-not-found</c>.</summary>
    public static async Task<Result<Invoice>> Find(
        this IInvoiceStore invoices, Caller caller, string number, CancellationToken cancellationToken)
    {
        return InvoiceNumber.TryParse(number, out var known) && await invoices.Find(caller.Customer, known, cancellationToken) is { } found
            ? found
            : InvoiceProblems.NotFound;
    }

    /// <summary>All of these, in order, or <c>invoice-not-found</c>: each by a point read, some at a time.</summary>
    public static async Task<Result<IReadOnlyList<Invoice>>> FindAll(
        this IInvoiceStore invoices, Caller caller, IReadOnlyList<InvoiceNumber> numbers, CancellationToken cancellationToken)
    {
        var found = new ConcurrentDictionary<InvoiceNumber, Invoice>();
        await Parallel.ForEachAsync(
            numbers,
            new ParallelOptions { MaxDegreeOfParallelism = ReadsAtOnce, CancellationToken = cancellationToken },
            async (number, stop) =>
            {
                if (await invoices.Find(caller.Customer, number, stop) is { } invoice) found[number] = invoice;
            });
        return found.Count == numbers.Count ? numbers.Select(number => found[number]).ToList() : InvoiceProblems.NotFound;
    }
}
