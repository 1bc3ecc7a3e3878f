using Dfm.Testing;

namespace Dfm.Functions.Tests.Infrastructure;

/// <summary>The built portal as a process of its own, which a test may kill at any moment and start again.</summary>
public static class PortalProcess
{
    /// <summary>Starts the portal on a free port over <paramref name="storage"/> and waits until it is healthy.</summary>
    /// <param name="storage">Its storage account.</param>
    /// <param name="settings">Further settings, or others than the usual ones.</param>
    /// <param name="port">Its port, where a test starts it again at the same address; a free one without.</param>
    public static async Task<FunctionAppProcess> StartAsync(
        StorageAccount storage, IReadOnlyDictionary<string, string>? settings = null, int? port = null)
    {
        var own = port ?? FreePorts.Take(1)[0];
        var all = PortalSettings.For(storage, own);
        // A process that has just started is slow: a sooner look would often come before the commit.
        all["Outbox__FirstLook"] = "00:00:00.5";
        foreach (var (name, value) in settings ?? new Dictionary<string, string>()) all[name] = value;
        var assembly = RepositoryRoot.PathOf("src", "LocalPortal", "bin", RepositoryRoot.Configuration, "net10.0", "Dfm.LocalPortal.dll");
        var portal = FunctionAppProcess.Start(assembly, own, all);
        try
        {
            await portal.HealthyAsync();
            return portal;
        }
        catch
        {
            await portal.DisposeAsync();
            throw;
        }
    }
}
