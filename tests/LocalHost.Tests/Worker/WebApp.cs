using Dfm.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Dfm.LocalHost.Tests.Worker;

/// <summary>One app with the HTTP functions, for all tests of a class.</summary>
public sealed class WebApp(AzuriteFixture azurite) : IAsyncLifetime
{
    /// <summary>The longest body that it takes, in bytes.</summary>
    public const int BodyLimit = 1000;

    private TestHost? host;

    public TestHost Host => host!;

    public HttpClient Http => Host.Http;

    public Meetings Meetings { get; } = new();

    public Recorder Log { get; } = new();

    public async ValueTask InitializeAsync() => host = await TestHost.StartAsync(
        azurite.NewAccount(),
        [typeof(WAnswering), typeof(WFailing), typeof(WLasting), typeof(WDurable)],
        new Dictionary<string, string?> { ["AzureWebJobs.WOff.Disabled"] = "1", ["FUNCTIONS_REQUEST_BODY_SIZE_LIMIT"] = $"{BodyLimit}" },
        builder =>
        {
            builder.Services.AddSingleton(Meetings);
            builder.Logging.AddProvider(Log);
        });

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        Log.Dispose();
    }
}
