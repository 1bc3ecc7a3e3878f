namespace Dfm.Core.Notifications;

/// <summary>To a customer's person whose mail names no asset, or several: how to name one, and which there are.</summary>
/// <param name="Subject">Of the person's mail.</param>
/// <param name="Named">How many assets the mail names: none, or several.</param>
/// <param name="Assets">Those that it names; else the person's, as many as fit.</param>
/// <param name="HasMore">Whether the person has others than those.</param>
/// <param name="Quoted">What the person has written.</param>
public sealed record InboundAssetsMail(
    string Subject, int Named, IReadOnlyList<InboundAsset> Assets, bool HasMore, string Quoted) : IMailModel
{
    /// <inheritdoc/>
    public static string Template => MailTemplate.InboundAssets;
}

/// <summary>An asset, as a person recognises it.</summary>
/// <param name="Id">« N° de parc ».</param>
/// <param name="Name">Make, model and designation.</param>
/// <param name="Place">Site and location.</param>
public sealed record InboundAsset(string Id, string Name, string SerialNumber, string Place);
