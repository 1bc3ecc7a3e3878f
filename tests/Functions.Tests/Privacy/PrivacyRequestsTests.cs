using Dfm.Functions.Tests.Infrastructure;
using Dfm.Testing;
using static Dfm.Functions.Tests.Infrastructure.RequestCounter;

namespace Dfm.Functions.Tests.Privacy;

/// <summary>What the functions of this chapter ask of storage, to the last request: nothing outside the person's customer, and each names its keys.</summary>
public sealed class PrivacyRequestsTests(AzuriteFixture azurite)
    : CountedRequests<PrivacyPortal>(azurite, (at, settings) => PrivacyPortal.StartAsync(at, settings))
{
    [Fact]
    public async Task Requests_AreFew_AndNameTheirKeys()
    {
        // The person; whether the address is another's id; the account; DITs and their journal, orders and theirs, approvals and theirs; the cart; meters and their archive; messages;
        // and a range of each month of the journal of use, in tables that are not counted here.
        await Counter.Counts("ExportUserData", 13 + Key, Portal.Staff, Getting($"backoffice/customers/c1/users/{PrivacyPortal.Id}/export"));
        await Counter.Counts("ListErasures", 1 + Key, Portal.Staff, Getting("backoffice/customers/c1/erasures"));
        // The customer; the transaction.
        await Counter.Counts("RequestErasure", 2, Portal.Supervisor, Posting("me/erasure-request", new { }));
        // The user, what is true of all, the erasures; the transaction.
        await Counter.Counts("EraseUser", 4 + Key, Portal.Staff, Posting($"backoffice/customers/c1/users/{PrivacyPortal.Id}/erase", new { }));
        var sender = new { email = "lea.roy@autre.example" };
        // The customer in place of the person and the account; and the mails that came in.
        await Counter.Counts("ExportMailSenderData", 13 + Key, Portal.Staff, Posting("backoffice/customers/c1/mail-senders/export", sender));
        // The customer, its users, whose the address is; then as for a user.
        await Counter.Counts("EraseMailSender", 7 + Key, Portal.Staff, Posting("backoffice/customers/c1/mail-senders/erase", sender));
    }

    private const int Key = 1;
}
