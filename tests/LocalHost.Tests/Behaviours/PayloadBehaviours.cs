using static Dfm.LocalHost.Tests.Behaviours.BehaviourFunctions;

namespace Dfm.LocalHost.Tests.Behaviours;

/// <summary>Inputs and outputs: JSON, small and large.</summary>
public abstract class PayloadBehaviours(BehaviourHost host) : Behaviour(host)
{
    private static readonly List<Line> Lines =
    [
        new Toner("Noir « Étage 2 »", 12.50m),
        new Repair(new DateTimeOffset(2026, 3, 2, 8, 30, 15, 123, TimeSpan.FromHours(2)), null, 1_000_000_000.01m),
    ];

    [Fact]
    public async Task DerivedTypesDatesAndAmounts_GoThroughEveryPlaceUnchanged()
    {
        var id = await StartAsync(nameof(PassOn), Lines);
        await RaiseAsync(id, "Lines", Lines);

        var ended = await EndAsync(id);

        Assert.Equal(Lines, ended.ReadInputAs<List<Line>>()!);
        Assert.Equal(Lines, ended.ReadCustomStatusAs<List<Line>>()!);
        Assert.Equal(Lines, ended.ReadOutputAs<List<Line>>()!);
        Assert.Contains("12.50", ended.SerializedInput, StringComparison.Ordinal);
        // As in Azure, the host reads the results of activities: an amount stays the same, its last zero does not.
        Assert.DoesNotContain("12.50", ended.SerializedOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LargeInputsEventsAndOutputs_ComeThrough()
    {
        var (input, raised) = ("a" + new string('b', 1_000_000), "c" + new string('é', 300_000));
        var id = await StartAsync(nameof(ReverseBoth), input);
        await RaiseAsync(id, "Text", raised);

        // Asked again and again, the host would have to read all of that each time.
        var ended = await Client.WaitForInstanceCompletionAsync(id, true, Stop);

        Assert.Equal(new string('b', 1_000_000) + "a" + new string('é', 300_000) + "c", ended.ReadOutputAs<string>());
        Assert.Equal(input, ended.ReadInputAs<string>());
    }

    [Fact]
    public async Task Nothing_StaysNothing() => Assert.Null((await RunAsync(nameof(PassNothing))).ReadOutputAs<string>());
}

public sealed class PayloadsOnLocalTables(LocalTablesHost host) : PayloadBehaviours(host), IClassFixture<LocalTablesHost>;
public sealed class PayloadsOnAzureStorage(AzureStorageHost host) : PayloadBehaviours(host), IClassFixture<AzureStorageHost>;
