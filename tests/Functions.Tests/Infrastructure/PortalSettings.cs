using Dfm.Testing;

namespace Dfm.Functions.Tests.Infrastructure;

/// <summary>The settings of a portal under test; in Azure the same names stand in the app settings.</summary>
public static class PortalSettings
{
    /// <summary>What a portal on <paramref name="port"/> over <paramref name="storage"/> is configured with.</summary>
    public static Dictionary<string, string> For(StorageAccount storage, int port) => new()
    {
        ["PORT"] = $"{port}",
        ["AzureWebJobsStorage"] = storage.ConnectionString,
        ["ServiceBus"] = storage.ConnectionString,
        ["Auth__SigningKey"] = Convert.ToBase64String("A signing key for tests alone, of at least 48 bytes."u8.ToArray()),
        ["SendGrid__Host"] = $"http://127.0.0.1:{port}",
        ["SendGrid__ApiKey"] = "SG.test",
        ["Mail__From"] = "portail@dfm.example.com",
        ["Mail__ServiceDesk"] = "planning@dfm.example.com",
        ["Mail__OrderDesk"] = "commandes@dfm.example.com",
        ["Malware__Scanner"] = "None",
        ["Portal__Url"] = $"http://127.0.0.1:{port}",
        // What follows a command comes sooner than in production; a look that comes too early is followed by another one.
        ["Outbox__FirstLook"] = "00:00:00.2",
        ["Outbox__SecondLook"] = "00:00:01",
        ["Outbox__ThirdLook"] = "00:00:10",
        ["Outbox__LastLook"] = "00:00:20",
        ["Outbox__FirstPause"] = "00:00:00.5",
        // An event that came before its instance is raised soon after the instance has started, however late that is.
        ["Outbox__LongestPause"] = "00:00:02",
        // The mail of a process that was killed comes sooner than in production; SendGrid, which the portal plays itself, is never so slow.
        ["Mail__ClaimFor"] = "00:00:03",
        ["FUNCTIONS_REQUEST_BODY_SIZE_LIMIT"] = "283115520",
    };
}
