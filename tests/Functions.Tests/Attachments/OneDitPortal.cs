using System.Net;
using Azure.Storage.Blobs;
using Dfm.Functions.Dits.Responses;
using Dfm.Functions.Storage;
using Dfm.Functions.Tests.Dits;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Dfm.Functions.Tests.Attachments;

/// <summary>A portal that all tests of a class raise their DITs in.</summary>
public sealed class OneDitPortal(AzuriteFixture azurite) : IAsyncLifetime
{
    /// <summary>The portal.</summary>
    public DitPortal Portal { get; private set; } = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => Portal = await DitPortal.StartAsync(azurite.NewAccount());

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Portal.DisposeAsync();

    /// <summary>A form that raises a DIT, but for its description.</summary>
    internal static RawForm Undescribed() => new RawForm().Field("nature", "PANNE"u8).Field("urgency", "Urgent"u8);

    /// <summary>A form that raises a DIT.</summary>
    internal static RawForm Form() => Undescribed().Field("description", "Bourrage."u8);

    /// <summary>Raises a DIT.</summary>
    internal async Task<DitResponse> Raised(RawForm form)
    {
        using var response = await Raise(form);
        return await response.Read<DitResponse>(HttpStatusCode.Created);
    }

    /// <summary>Sends a form that raises a DIT.</summary>
    internal async Task<HttpResponseMessage> Raise(RawForm form)
    {
        using var content = form.Content();
        return await DitPortal.Raise(Portal.User, "p1", content);
    }

    /// <summary>The files that are stored, of all DITs.</summary>
    public async Task<int> Stored()
    {
        var container = Portal.Portal.Services.GetRequiredService<BlobServiceClient>().GetBlobContainerClient(TableNames.Attachments);
        var count = 0;
        await foreach (var _ in container.GetBlobsAsync(cancellationToken: TestContext.Current.CancellationToken)) count++;
        return count;
    }
}
