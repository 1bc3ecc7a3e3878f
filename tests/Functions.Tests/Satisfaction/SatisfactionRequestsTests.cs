using System.Net.Http.Json;
using Dfm.Functions.Mail;
using Dfm.Functions.Tests.Dits;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Testing;
using Microsoft.Extensions.DependencyInjection;
using static Dfm.Functions.Tests.Infrastructure.RequestCounter;

namespace Dfm.Functions.Tests.Satisfaction;

/// <summary>What answers and their list ask of storage, to the last request.</summary>
public sealed class SatisfactionRequestsTests(AzuriteFixture azurite)
    : CountedRequests<DitPortal>(azurite, (at, settings) => DitPortal.StartAsync(at, settings: settings))
{
    [Fact]
    public async Task Requests_AreFew_AndNameTheirKeys()
    {
        using var staff = await Portal.Portal.StaffClient("Qualité", "satisfaction.read");
        var links = Portal.Portal.Services.GetRequiredService<SatisfactionLinks>();
        var first = links.TokenOf((await Portal.Raised()).Number.Value, Portal.Portal.Clock.GetUtcNow());
        var second = links.TokenOf((await Portal.Raised()).Number.Value, Portal.Portal.Clock.GetUtcNow());

        // The DIT's customer, the answer and the totals; the transaction.
        await Counter.Counts("AnswerSurvey, the first of a month", 4, Portal.Portal.Client, Answering(first));
        await Counter.Counts("AnswerSurvey", 4, Portal.Portal.Client, Answering(second));
        await Counter.Counts("AnswerSurvey, the same again", 3, Portal.Portal.Client, Answering(second));
        // The key; the totals and the range.
        await Counter.Counts("ListSatisfaction", 3, staff, Getting("backoffice/satisfaction?limit=1"));
    }

    private static HttpRequestMessage Answering(string token) =>
        new(HttpMethod.Put, "/api/satisfaction") { Content = JsonContent.Create(new { token, score = "Satisfied" }) };
}
