using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using Dfm.Functions.Dits.Responses;
using Dfm.Functions.Tests.Dits;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Testing;

namespace Dfm.Functions.Tests.Telemetry;

/// <summary>One request is one trace, through everything that follows from it.</summary>
public sealed class TraceTests(AzuriteFixture azurite)
{
    private const string Secret = "Le code de la porte est rose-4512.";

    [Fact]
    public async Task RaisingADit_IsOneTrace_FromTheRequestToTheMail_AndTellsNothingOfThePerson()
    {
        var collected = new CollectedTelemetry();
        await using var portal = await DitPortal.StartAsync(azurite.NewAccount(), collected.Of);
        var (trace, caller) = (ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom());

        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/assets/p1/dits?secret=rose-4512")
        {
            Content = DitPortal.Form(description: Secret, files: ("écran de Paul.png", Samples.Png)),
        };
        request.Headers.Add("traceparent", $"00-{trace}-{caller}-01");
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("Test", "1"));
        using var response = await portal.User.SendAsync(request, TestContext.Current.CancellationToken);
        var dit = await response.Read<DitResponse>(HttpStatusCode.Created);
        await portal.MailsOf(dit.Number, 1);
        // The span of an orchestration ends with it.
        using var cancelled = await DitPortal.Cancel(portal.User, dit.Number);

        string[] way =
        [
            "POST api/assets/{id}/dits", "RaiseDit", "DispatchOutbox", "orchestration:DitLifecycle", "activity:EnqueueEmail", "EnqueueEmail",
            "SendEmail", "POST",
        ];
        await Waiting.UntilNothing(() => Task.FromResult(Lacking(way, collected.Spans(trace), caller)), TimeSpan.FromMilliseconds(50));
        var spans = collected.Spans(trace);
        Assert.Contains(collected.Logs(trace), log => log.StartsWith($"Mail dit-{dit.Number}-1-Raised", StringComparison.Ordinal));
        var texts = string.Join('\n', spans.Select(TextOf).Concat(collected.Logs(trace)));
        Assert.All(
            (string[])["paul", "Personne", "example.com", "rose", "écran"],
            personal => Assert.DoesNotContain(personal, texts, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>A span of the way that has not ended, or whose parent has not; null when all are there.</summary>
    private static string? Lacking(string[] way, IReadOnlyList<Activity> spans, ActivitySpanId caller)
    {
        if (way.Except(spans.Select(Name)).FirstOrDefault() is { } missing) return $"No span « {missing} »:\n{Shown(spans)}";
        var ids = spans.Select(span => span.SpanId).Append(caller).ToHashSet();
        var loose = spans.FirstOrDefault(span => way.Contains(Name(span)) && !ids.Contains(span.ParentSpanId));
        return loose is null ? null : $"No parent of {loose.SpanId}:\n{Shown(spans)}";
    }

    private static string Name(Activity span) => span.GetTagItem("faas.name") as string ?? span.DisplayName;

    private static string Shown(IEnumerable<Activity> spans) => string.Join(
        '\n', spans.OrderBy(span => span.StartTimeUtc).Select(span => $"{span.SpanId} of {span.ParentSpanId} {span.Source.Name}: {Name(span)}"));

    private static string TextOf(Activity span) => $"{span.DisplayName} {span.StatusDescription} "
        + string.Join(' ', span.TagObjects.Select(tag => $"{tag.Key}={tag.Value}"))
        + string.Join(' ', span.Events.SelectMany(one => one.Tags).Select(tag => $"{tag.Key}={tag.Value}"));
}
