using System.Net;
using System.Net.Http.Json;
using Dfm.Functions.Accounts.Backoffice;
using Dfm.Functions.Security;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Testing;

namespace Dfm.Functions.Tests.Accounts;

/// <summary>Staff create, list and revoke the keys of staff and machines.</summary>
public sealed class ApiKeyRoutesTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private InProcessPortal portal = null!;
    private HttpClient staff = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        portal = await InProcessPortal.StartAsync(azurite.NewAccount());
        staff = await portal.StaffClient("Planning DFM", ApiKeyScopes.Manage, "dits.read");
    }

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    [Fact]
    public async Task ANewKey_IsShownOnce_AndOpensItsScopes_UntilItIsRevoked()
    {
        var created = await Created("ERP", "dits.read");
        using var erp = ClientOf(created.Key);
        Assert.Equal(HttpStatusCode.OK, await Status(erp, "backoffice/dits"));
        using var other = await erp.GetAsync(new Uri("api/backoffice/api-keys", UriKind.Relative), Stop);
        await other.IsProblem(HttpStatusCode.Forbidden, "scope-missing");
        Assert.DoesNotContain(created.Key.Split('_', 3)[2], await Text("backoffice/api-keys"), StringComparison.Ordinal);

        using var revoked = await Delete(created.Id);

        Assert.Equal(HttpStatusCode.NoContent, revoked.StatusCode);
        using var refused = await erp.GetAsync(new Uri("api/backoffice/dits", UriKind.Relative), Stop);
        await refused.IsProblem(HttpStatusCode.Unauthorized, "api-key-invalid");
        Assert.NotNull((await Listed(created.Id)).RevokedAt);
        using var again = await Delete(created.Id);
        Assert.Equal(HttpStatusCode.NoContent, again.StatusCode);
    }

    [Fact]
    public async Task AUse_IsWrittenDown_OnceAnHour()
    {
        var created = await Created("ERP", "dits.read");
        using var erp = ClientOf(created.Key);
        Assert.Null((await Listed(created.Id)).UsedAt);
        var first = portal.Clock.GetUtcNow();

        await Status(erp, "backoffice/dits");
        portal.Clock.Advance(TimeSpan.FromMinutes(59));
        await Status(erp, "backoffice/dits");
        Assert.Equal(first, (await Listed(created.Id)).UsedAt);
        portal.Clock.Advance(TimeSpan.FromMinutes(1));
        await Status(erp, "backoffice/dits");

        Assert.Equal(portal.Clock.GetUtcNow(), (await Listed(created.Id)).UsedAt);
    }

    [Fact]
    public async Task ACreationRepeatedByItsKey_GivesTheSameKey_AndNoStoredAnswerHoldsIt()
    {
        var first = await Created("ERP", ["dits.read"], "k");
        var again = await Created("ERP", ["dits.read"], "k");

        Assert.Equal(first, again);
        using var other = await Create(new { name = "ERP", scopes = Texts("dits.read", ApiKeyScopes.Manage) }, "k");
        await other.IsProblem(HttpStatusCode.UnprocessableEntity, "idempotency-key-reused");
    }

    [Fact]
    public async Task NobodyGivesAScope_ThatTheOwnKeyLacks_NorEndsTheOwnKey()
    {
        using var more = await Create(new { name = "ERP", scopes = Texts("orders.read") });
        await more.IsProblem(HttpStatusCode.Forbidden, "scope-missing");
        var own = (await staff.Get<Page<ApiKeyResponse>>("/api/backoffice/api-keys")).Items.Single();
        using var suicide = await Delete(own.Id);
        await suicide.IsProblem(HttpStatusCode.Conflict, "api-key-in-use");
    }

    [Fact]
    public async Task BadInput_IsNamedByField()
    {
        using var empty = await Create(new { });
        await empty.RefusesFields("name", "scopes");
        using var wrong = await Create(new { name = "ERP", scopes = Texts("everything") });
        await wrong.RefusesFields("scopes");
        foreach (var id in (string[])["nobody", "a-b"])
        {
            using var unknown = await Delete(id);
            await unknown.IsProblem(HttpStatusCode.NotFound, "api-key-not-found");
        }
    }

    private async Task<CreatedKey> Created(string name, params string[] scopes) => await Created(name, scopes, null);

    private async Task<CreatedKey> Created(string name, string[] scopes, string? key)
    {
        using var answer = await Create(new { name, scopes }, key);
        return await answer.Read<CreatedKey>(HttpStatusCode.Created);
    }

    private async Task<HttpResponseMessage> Create(object body, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/backoffice/api-keys") { Content = JsonContent.Create(body) };
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        return await staff.SendAsync(request, Stop);
    }

    private Task<HttpResponseMessage> Delete(string id) => staff.DeleteAsync(new Uri($"api/backoffice/api-keys/{id}", UriKind.Relative), Stop);

    private async Task<ApiKeyResponse> Listed(string id) =>
        (await staff.Get<Page<ApiKeyResponse>>("/api/backoffice/api-keys")).Items.Single(key => key.Id == id);

    private async Task<string> Text(string route) => await staff.GetStringAsync(new Uri($"api/{route}", UriKind.Relative), Stop);

    private static async Task<HttpStatusCode> Status(HttpClient client, string route)
    {
        using var answer = await client.GetAsync(new Uri($"api/{route}", UriKind.Relative), Stop);
        return answer.StatusCode;
    }

    private HttpClient ClientOf(string key)
    {
        var client = new HttpClient { BaseAddress = portal.Client.BaseAddress };
        client.DefaultRequestHeaders.Add("X-Api-Key", key);
        return client;
    }

    private sealed record CreatedKey(string Id, string Name, IReadOnlyList<string> Scopes, DateTimeOffset CreatedAt, string Key)
    {
        public bool Equals(CreatedKey? other) => other is not null && (Id, Name, CreatedAt, Key) == (other.Id, other.Name, other.CreatedAt, other.Key);

        public override int GetHashCode() => Key.GetHashCode(StringComparison.Ordinal);
    }

    private static string[] Texts(params string[] texts) => texts;
}
