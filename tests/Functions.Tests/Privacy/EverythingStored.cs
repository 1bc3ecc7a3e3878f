using System.IO.Compression;
using System.Text;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Testing;

namespace Dfm.Functions.Tests.Privacy;

/// <summary>All that a portal on a laptop keeps: every row of every table, be it the portal's, the queues', the mailbox's or the engine's; every blob; and what it has logged.</summary>
internal static class EverythingStored
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Where these words stand, in any case: each place with the word.</summary>
    public static async Task<IReadOnlyList<string>> PlacesOf(StorageAccount account, InProcessPortal portal, params string[] words)
    {
        var places = new List<string>();
        await foreach (var (place, text) in Read(account))
            places.AddRange(words.Where(word => text.Contains(word, StringComparison.OrdinalIgnoreCase)).Select(word => $"{place}: {word}"));
        // ASP.NET Core's own lines, with the addresses of requests, are not written below warnings.
        places.AddRange(portal.Logs.Lines.Where(line => !line.StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal) && words.Any(word => line.Contains(word, StringComparison.OrdinalIgnoreCase))).Select(line => $"log: {line}"));
        return places;
    }

    private static async IAsyncEnumerable<(string Place, string Text)> Read(StorageAccount account)
    {
        var tables = new TableServiceClient(account.ConnectionString);
        await foreach (var table in tables.QueryAsync(cancellationToken: Stop))
            await foreach (var row in tables.GetTableClient(table.Name).QueryAsync<TableEntity>(cancellationToken: Stop))
                foreach (var (column, value) in row)
                    foreach (var text in Texts(value)) yield return ($"{table.Name} {row.PartitionKey} {row.RowKey} {column}", text);
        var blobs = new BlobServiceClient(account.ConnectionString);
        await foreach (var container in blobs.GetBlobContainersAsync(cancellationToken: Stop))
        {
            var files = blobs.GetBlobContainerClient(container.Name);
            await foreach (var blob in files.GetBlobsAsync(BlobTraits.Metadata, BlobStates.None, prefix: null, Stop))
            {
                var place = $"{container.Name}/{blob.Name}";
                yield return (place, $"{blob.Name} {string.Join(' ', blob.Metadata)}");
                yield return (place, (await files.GetBlobClient(blob.Name).DownloadContentAsync(Stop)).Value.Content.ToString());
            }
        }
    }

    private static IEnumerable<string> Texts(object? value) => value switch
    {
        byte[] bytes => [Encoding.UTF8.GetString(bytes), Decompressed(bytes)],
        _ => [$"{value}"],
    };

    /// <summary>What the engine's store has compressed; of other bytes nothing comes of it.</summary>
    private static string Decompressed(byte[] bytes)
    {
        var text = new MemoryStream();
        try
        {
            using var brotli = new BrotliStream(new MemoryStream(bytes), CompressionMode.Decompress);
            brotli.CopyTo(text);
        }
        catch (Exception failure) when (failure is InvalidDataException or InvalidOperationException)
        {
            // As far as it goes.
        }

        return Encoding.UTF8.GetString(text.ToArray());
    }
}
