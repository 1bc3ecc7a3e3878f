using System.Text.Json;
using Dfm.Functions.Accounts.Storage;
using Dfm.Functions.Outbox;
using Dfm.Functions.Storage;

namespace Dfm.Functions.Accounts.Effects;

/// <summary>Notes with a user that the invitation was followed: the first password is set.</summary>
public sealed class ActivationEffect(TableUserStore users) : IEffectHandler
{
    private const string EffectName = "user-activated";

    public string Name => EffectName;

    public static OutboxEffect Of(Account account) => OutboxEffect.Handle(EffectName, account.User.Value, UserKey.Of(account));

    public Task Perform(JsonElement payload, CancellationToken cancellationToken)
    {
        var activated = payload.Deserialize<UserKey>(StorageJson.Options)!;
        return users.Activate(activated.Customer, activated.User, cancellationToken);
    }
}
