using System.Net;
using Azure.Data.Tables;
using Dfm.Core.Accounts;
using Dfm.Core.Contact;
using Dfm.Functions.Contact.Responses;
using Dfm.Functions.Contact.Storage;
using Dfm.Functions.Storage;
using Dfm.Functions.Tests.Crashes;
using Dfm.Functions.Tests.Dits;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Testing;

namespace Dfm.Functions.Tests.Contact;

/// <summary>The portal is killed while a customer writes to two services.</summary>
[Collection(CrashTests.Collection)]
public sealed class ContactCrashTests(AzuriteFixture azurite) : CrashWalks<IReadOnlyList<ContactRequestResponse>>(azurite)
{
    private const string Sending = "send";
    private const string Again = "again";

    [Fact]
    public Task Killed_AtAnyMomentOfTheWalk_ThePortalGoesOnWhereItWas() => GoesOnWhereItWas();

    /// <inheritdoc/>
    protected override IReadOnlyList<(string Name, int Moments)> Stages => [(Sending, 22), (Again, 8)];

    /// <inheritdoc/>
    protected override Task Arrange(TableServiceClient tables, CustomerId customer) =>
        new TableContactServiceStore(tables, TimeProvider.System).Save(ContactPortal.Services, Stop);

    /// <summary>A Superviseur signs in, picks a service, sends it a message with a file, waits for the copy and writes to another service.</summary>
    protected override async Task<IReadOnlyList<ContactRequestResponse>> Walk(CrashRun run)
    {
        run.Enter(Sending);
        await run.SignIn();
        var (services, _) = await run.Ask(() => new(HttpMethod.Get, "/api/contact-services"));
        Assert.Equal(HttpStatusCode.OK, services.StatusCode);
        var first = await Send(run, "sav", "first");
        await Until(async () => await Mails(run) is [] ? "No mail." : null);

        run.Enter(Again);
        return [first, await Send(run, "compta", "second")];
    }

    /// <inheritdoc/>
    protected override IEnumerable<string> NumbersOf(IReadOnlyList<ContactRequestResponse> walked) =>
        walked.Select(request => request.Number.Value);

    /// <inheritdoc/>
    protected override async Task<string?> Unrest(CrashRun run, IReadOnlyList<ContactRequestResponse> walked)
    {
        var expected = NumbersOf(walked).SelectMany(number => (string[])[$"contact-{number}-service", $"contact-{number}-copy"]);
        var mails = (await Mails(run)).Select(mail => mail.MailId).ToHashSet();
        return mails.SetEquals(expected)
            ? await LeftBehind(run, TableNames.ContactRequests)
            : $"The mails are {string.Join(", ", mails)}.";
    }

    /// <inheritdoc/>
    protected override async Task Check(CrashRun run, IReadOnlyList<ContactRequestResponse> walked)
    {
        var listed = (await run.Look<Page<ContactSummary>>("/api/backoffice/contact-requests?limit=100")).Items;
        var own = listed.Where(request => !run.IsOfEarlierWalk(request.Number.Value)).Select(request => request.Number);
        Assert.Equal(walked.Select(request => request.Number).OrderByDescending(number => number.Sequence), own);
        foreach (var request in walked)
        {
            var route = $"/api/backoffice/contact-requests/{request.Number}";
            var read = await run.Look<ContactRequestResponse>(route);
            Assert.Equal((request.Service, request.Message), (read.Service, read.Message));
            var (file, _) = await run.Ask(() => new(HttpMethod.Get, $"{route}/attachments/{request.Attachments[0].Id}"), looking: true);
            Assert.Equal(Samples.Png, await file.Content.ReadAsByteArrayAsync(Stop));
        }
    }

    private static async Task<ContactRequestResponse> Send(CrashRun run, string service, string key)
    {
        var (answer, _) = await run.Ask(
            () => ContactPortal.Sending(ContactPortal.Form(service, files: ("écran.png", Samples.Png)), key));
        return await answer.Read<ContactRequestResponse>(HttpStatusCode.Created);
    }
}
