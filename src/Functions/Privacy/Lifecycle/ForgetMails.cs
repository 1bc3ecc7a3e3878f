using Dfm.Functions.Mail;
using Dfm.Functions.Privacy.Commands;
using Dfm.Functions.Privacy.Storage;
using Dfm.Functions.Security;

namespace Dfm.Functions.Privacy.Lifecycle;

/// <summary>Activity: has SendGrid erase the person's addresses, and deletes the dead letters that name the person. Idempotent.</summary>
public sealed class ForgetMails(TableErasureStore erasures, MailErasure mails)
{
    [Function(nameof(ForgetMails)), Audience(Audience.Platform)]
    public async Task Run([ActivityTrigger] ErasureInput input, CancellationToken cancellationToken)
    {
        if (await erasures.Find(input.Customer, input.Id, cancellationToken) is not var (erasure, _)) return;
        if (erasure.ToPseudonymisation() is not { } person) return;
        await mails.EraseDeadLetters(letter => person.Concerns("", letter), cancellationToken);
        await mails.EraseRecipients([.. erasure.Person!.Emails], cancellationToken);
    }
}
