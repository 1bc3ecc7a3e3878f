using Azure.Data.Tables;
using Dfm.Functions.Accounts.Storage;
using Dfm.Functions.Security;
using Dfm.Functions.Storage;
using Dfm.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dfm.Functions.Tests.Security;

public sealed class ApiKeyTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private static readonly string Key = $"dfm_planning1_{Secrets.Random(32)}";

    private TableServiceClient service = null!;
    private ApiKeyCheck check = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        service = new TableServiceClient(azurite.NewAccount().ConnectionString);
        await service.CreateTableAsync(TableNames.ApiKeys, Stop);
        var store = new TableApiKeyStore(service);
        await store.Save(ApiKeyText.ToStore(Key, "Planning DFM", ["dits.read", "dits.write"]), Stop);
        check = new ApiKeyCheck(store, TimeProvider.System, NullLogger<ApiKeyCheck>.Instance);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task AKeyWithTheScope_SaysItsName() =>
        Assert.Equal("Planning DFM", (await check.Check(Key, "dits.write", Stop)).Value.Name);

    [Fact]
    public async Task OtherKeys_AreRefused()
    {
        Assert.Equal("scope-missing", await Refusal(Key, "dits"));
        Assert.Equal("api-key-required", await Refusal("", "dits.read"));
        Assert.Equal("api-key-invalid", await Refusal("planning1", "dits.read"));
        Assert.Equal("api-key-invalid", await Refusal($"dfm_planning1_{Secrets.Random(32)}", "dits.read"));
        Assert.Equal("api-key-invalid", await Refusal($"dfm_planning2_{Key.Split('_', 3)[2]}", "dits.read"));
        Assert.Equal("api-key-invalid", await Refusal($"{Key[..^1]}", "dits.read"));
        Assert.Equal("api-key-invalid", await Refusal($"dfm_planning1'or'_{Secrets.Random(32)}", "dits.read"));
    }

    [Fact]
    public async Task Storage_HoldsNoSecret()
    {
        await foreach (var row in service.GetTableClient(TableNames.ApiKeys).QueryAsync<TableEntity>(cancellationToken: Stop))
            Assert.DoesNotContain(row, property => $"{property.Value}".Contains(Key.Split('_', 3)[2], StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("planning")]
    [InlineData("dfm_planning_short")]
    [InlineData("dfm__0123456789012345678901234567890123456789")]
    public void WhatIsNoKey_IsNotStored(string text) =>
        Assert.Throws<FormatException>(() => ApiKeyText.ToStore(text, "Name", ["dits.read"]));

    private async Task<string?> Refusal(string header, string scope) => (await check.Check(header, scope, Stop)).Problem?.Code;
}
