using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Data.Tables;
using Dfm.Core.Notifications;
using Dfm.Functions.Storage;

namespace Dfm.Functions.Mail.Failures;

/// <summary>
/// Mails that did not reach their recipients, in the table <c>MailFailures</c>, newest first: all of them in the partition <c>~all</c>, and those
/// about one thing in a partition of its name (<c>dit-500123</c>). A key holds the event's id, so that what is told twice is stored once.
/// </summary>
public sealed class TableMailFailures(TableServiceClient tables) : IMailFailureStore
{
    /// <summary>The partition of all of them.</summary>
    public const string All = "~all";

    /// <summary>Begins the row keys.</summary>
    public const string Prefix = "f-";

    private const int MostAboutOne = 20;

    private readonly TableClient table = tables.GetTableClient(TableNames.MailFailures);

    public async Task Add(IReadOnlyList<MailFailure> failures, CancellationToken cancellationToken)
    {
        var rows = failures.DistinctBy(failure => failure.EventId)
            .SelectMany(failure => new[] { All, failure.Subject }.OfType<string>().Select(partition => Row(partition, failure)));
        await Task.WhenAll(rows.GroupBy(row => row.PartitionKey).Select(rowsOf => table.Import(rowsOf, [], cancellationToken)));
    }

    public async Task<(IReadOnlyList<MailFailure> Items, string? Next)> List(string? after, int limit, CancellationToken cancellationToken)
    {
        var rows = await table.First(All, Prefix, after is null ? null : Prefix + after, limit + 1, columns: null, cancellationToken);
        return ([.. rows.Take(limit).Select(Of)], rows.Count > limit ? rows[limit - 1].RowKey[Prefix.Length..] : null);
    }

    public async Task<IReadOnlyList<MailFailure>> About(string subject, CancellationToken cancellationToken) =>
        [.. (await table.First(subject, Prefix, null, MostAboutOne, columns: null, cancellationToken)).Select(Of)];

    /// <summary>Deletes a failure that is listed: its listed row last, since by it the other one is found. Idempotent.</summary>
    public static async Task Delete(TableClient table, TableEntity listed, CancellationToken cancellationToken)
    {
        if (Of(listed).Subject is { } subject) await table.DeleteEntityAsync(subject, listed.RowKey, ETag.All, cancellationToken);
        await table.DeleteEntityAsync(listed.PartitionKey, listed.RowKey, ETag.All, cancellationToken);
    }

    private static TableEntity Row(string partition, MailFailure failure) =>
        new TableEntity(partition, Key(failure)).With(RowJson.Data, RowJson.Text(failure));

    private static MailFailure Of(TableEntity row) => row.Read<MailFailure>(RowJson.Data);

    private static string Key(MailFailure failure)
    {
        var id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(failure.EventId)).AsSpan(0, 16));
        return string.Create(CultureInfo.InvariantCulture, $"{Prefix}{DateTimeOffset.MaxValue.UtcTicks - failure.At.UtcTicks:d19}-{id}");
    }
}
