using Azure.Data.Tables;
using Dfm.Core.Inbound;
using Dfm.Core.Privacy;
using Dfm.Functions.Inbound.Storage;
using Dfm.Functions.Privacy.Commands;
using Dfm.Functions.Privacy.Storage;
using Dfm.Functions.Security;
using Dfm.Functions.Storage;

namespace Dfm.Functions.Privacy.Lifecycle;

/// <summary>
/// Activity: learns who it is that is erased, and by what names and addresses the rows of the customer know the person, also those of before; notes
/// them with the erasure until it is done. After a restore, where the user may be gone, the rows alone tell.
/// </summary>
public sealed class IdentifyPerson(TableServiceClient tables, TableErasureStore erasures, IUserStore users)
{
    /// <summary>What commands have stored with their authors.</summary>
    private static readonly string[] WithAuthors = [TableNames.Dits, TableNames.Orders, TableNames.Meters, TableNames.ContactRequests];

    [Function(nameof(IdentifyPerson)), Audience(Audience.Platform)]
    public async Task Run([ActivityTrigger] ErasureInput input, CancellationToken cancellationToken)
    {
        if (await erasures.Find(input.Customer, input.Id, cancellationToken) is not var (erasure, row)) return;
        var all = await users.List(input.Customer, cancellationToken);
        var others = all.Where(user => !erasure.IsOf(user.User)).ToList();
        var person = erasure.Person ?? all.Except(others).Select(user => PersonalTraits.Of(user, others)).FirstOrDefault();
        var theirs = others.SelectMany(other => (string[])[other.Email, other.Identifier.Value, .. other.FormerContacts]).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var known = new Dictionary<UserId, bool>();
        foreach (var table in WithAuthors)
        {
            await foreach (var stored in tables.GetTableClient(table).All(input.Customer.Value, "", columns: null, cancellationToken))
                foreach (var (user, name, email) in stored.Texts().SelectMany(column => PersonalTraits.In(column.Value)))
                    if (IsPerson(user)) person = (person ?? PersonalTraits.Of(user)).With(name, theirs.Contains(email ?? "") ? null : email);
        }

        if (erasure.IsOfSender) person = await WithMails(erasure, person, cancellationToken);
        // Invited since, or with that address since: what was the sender's is the user's now, and is erased with the user.
        if (erasure.IsOfSender && all.Any(user => erasure.IsOf(user.User) || person?.Emails.Any(email => new MailSender(email).Is(user)) is true)) person = null;
        await erasures.Save(erasure with { Person = person }, row.ETag, cancellationToken);

        bool IsPerson(UserId user) => known.TryGetValue(user, out var isPerson) ? isPerson : known[user] = erasure.IsOf(user);
    }

    /// <summary>What a sender's own mails say, of which none may have been filed: how they call the sender, and after a restore the address.</summary>
    private async Task<PersonalTraits?> WithMails(Erasure erasure, PersonalTraits? person, CancellationToken cancellationToken)
    {
        await foreach (var row in tables.GetTableClient(TableNames.InboundMails).All(TableNames.InboundPartition, TableInboundStore.MailPrefix, columns: null, cancellationToken))
            if (row.Read<InboundRecord>(RowJson.Data).Mail is { From: { Length: > 0 } from } mail && new MailSender(from).User is var user && erasure.IsOf(user))
                person = (person ?? PersonalTraits.Of(user)).With(mail.FromName, from);
        return person;
    }
}
