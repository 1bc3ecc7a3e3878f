using System.Text.Json;
using Dfm.Functions.Accounts.Storage;
using Dfm.Functions.Outbox;
using Dfm.Functions.Storage;

namespace Dfm.Functions.Accounts.Effects;

/// <summary>
/// Brings the account by which a person signs in, and what tells whose a mail address is, in line with the user whom a Superviseur has changed;
/// where the user is deactivated, ends the sessions. It goes by the user as it is now, so that effects in any order, or twice, come out the same.
/// </summary>
public sealed class UserEffect(TableUserStore users, IAccountStore accounts) : IEffectHandler
{
    private const string EffectName = "user";

    public string Name => EffectName;

    public static OutboxEffect Of(Account user) => OutboxEffect.Handle(EffectName, user.User.Value, UserKey.Of(user));

    public async Task Perform(JsonElement payload, CancellationToken cancellationToken)
    {
        var changed = payload.Deserialize<UserKey>(StorageJson.Options)!;
        if (await users.Find(changed.Customer, changed.User, cancellationToken) is not { } user) return;
        await Task.WhenAll(users.NoteAddress(user, cancellationToken), accounts.Follow(user, cancellationToken));
    }
}
