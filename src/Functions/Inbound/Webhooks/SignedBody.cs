namespace Dfm.Functions.Inbound.Webhooks;

/// <summary>The body of a webhook of SendGrid's, in a file of this machine; its signature is verified, and nothing of it is parsed.</summary>
/// <param name="content">The bytes, from the first one on.</param>
/// <param name="sha256">Their hash, in hexadecimal.</param>
public sealed class SignedBody(FileStream content, string sha256) : IAsyncDisposable
{
    /// <summary>SendGrid uses the names of its Event Webhook for Inbound Parse too.</summary>
    public const string SignatureHeader = "X-Twilio-Email-Event-Webhook-Signature";

    public const string TimestampHeader = "X-Twilio-Email-Event-Webhook-Timestamp";

    /// <summary>So many come in at a time at one address: they lie on the disk, which is not endless.</summary>
    public const int MostAtOnce = 16;

    public FileStream Content { get; } = content;

    public string Sha256 { get; } = sha256;

    public ValueTask DisposeAsync() => Content.DisposeAsync();
}
