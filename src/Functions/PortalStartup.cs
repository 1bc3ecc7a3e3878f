using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Dfm.Functions.Security;
using Dfm.Functions.Storage;
using Microsoft.Extensions.Hosting;

namespace Dfm.Functions;

/// <summary>What must hold before the first request: every function says who may call it, and storage has its tables.</summary>
/// <param name="rules">Made here for the first time: throws, and so ends the start, when a function declares no audience.</param>
public sealed class PortalStartup(AudienceRules rules, TableServiceClient tables, BlobServiceClient blobs) : IHostedLifecycleService
{
    /// <summary>Runs before any other service starts, and so before anything is served.</summary>
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        _ = rules;
        return Task.WhenAll(TableNames.All
            .Select(Task (name) => tables.CreateTableIfNotExistsAsync(name, cancellationToken))
            .Concat(TableNames.Containers.Select(
                Task (name) => blobs.GetBlobContainerClient(name).CreateIfNotExistsAsync(cancellationToken: cancellationToken))));
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
