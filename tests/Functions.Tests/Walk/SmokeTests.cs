using System.Diagnostics;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Testing;

namespace Dfm.Functions.Tests.Walk;

/// <summary>The smoke test of a deployed portal passes against <c>./portal up</c>.</summary>
public sealed class SmokeTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Smoke_PassesAgainstThePortalOnALaptop()
    {
        await using var portal = new PortalScript();
        await portal.UpAsync(Stop);

        var (status, printed) = await Smoke(portal);

        Assert.True(status == 0, printed);
        // All but what only a site of its own has.
        Assert.Contains("Total: 7, Errors: 0, Failed: 0, Skipped: 1", printed, StringComparison.Ordinal);
    }

    private static async Task<(int Status, string Printed)> Smoke(PortalScript portal)
    {
        var program = RepositoryRoot.PathOf("tests", "Smoke", "bin", RepositoryRoot.Configuration, "net10.0", "Dfm.Smoke.dll");
        var smoke = new ProcessStartInfo("dotnet", [program, "-noLogo", "-noColor"])
        {
            Environment =
            {
                ["SMOKE_API"] = $"{portal.Address}api",
                ["SMOKE_IDENTIFIER"] = "a.moreau",
                ["SMOKE_PASSWORD"] = "Demo-Portail-2026",
                ["SMOKE_API_KEY"] = await File.ReadAllTextAsync(Path.Combine(portal.Data, "staff-key"), Stop),
                ["SMOKE_ASSET"] = "B100301",
            },
        };
        return await Programs.RunAsync(smoke, Stop);
    }
}
