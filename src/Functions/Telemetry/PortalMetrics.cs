using System.Diagnostics.Metrics;

namespace Dfm.Functions.Telemetry;

/// <summary>
/// What the portal measures of itself. Tags are names and codes: nothing of a person or a customer, and few values each. While nobody
/// collects them, measurements cost next to nothing.
/// </summary>
public static class PortalMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "Dfm.Portal";

    private static readonly Meter Meter = new(MeterName);

    private static readonly Counter<long> Dits = Meter.CreateCounter<long>("dfm.dits.raised", "{dit}", "DITs that were stored.");

    private static readonly Counter<long> Sent = Meter.CreateCounter<long>("dfm.mails.sent", "{mail}", "Mails that SendGrid has accepted.");

    private static readonly Counter<long> Retried =
        Meter.CreateCounter<long>("dfm.mails.retried", "{mail}", "Tries to send a mail that failed and are made again.");

    private static readonly Counter<long> Failed =
        Meter.CreateCounter<long>("dfm.mails.failed", "{mail}", "Mails that were refused or given up: they lie in the dead-letter queue.");

    private static readonly Histogram<double> DispatchLag =
        Meter.CreateHistogram<double>("dfm.outbox.dispatch_lag", "s", "From the commit of a command to the dispatch of its effects.");

    private static readonly Histogram<double> LifecycleLag =
        Meter.CreateHistogram<double>("dfm.lifecycle.lag", "s", "From a transition to when its lifecycle follows it.");

    private static readonly Counter<long> Scans =
        Meter.CreateCounter<long>("dfm.attachments.scanned", "{file}", "Results of malware scans, by result.");

    private static readonly Gauge<double> OldestMessage =
        Meter.CreateGauge<double>("dfm.queue.oldest_message", "s", "How long the oldest message has been due; 0 for none.");

    private static readonly Gauge<long> DeadLetters =
        Meter.CreateGauge<long>("dfm.queue.dead_letters", "{message}", "Dead letters, counted up to a hundred.");

    public static void DitRaised() => Dits.Add(1);

    public static void MailSent(string template) => Sent.Add(1, Tag("template", template));

    public static void MailRetried(string template, string reason) => Retried.Add(1, Tag("template", template), Tag("reason", reason));

    public static void MailFailed(string template, string reason) => Failed.Add(1, Tag("template", template), Tag("reason", reason));

    public static void Dispatched(string table, TimeSpan lag) => DispatchLag.Record(lag.TotalSeconds, Tag("table", table));

    public static void Followed(string lifecycle, TimeSpan lag) => LifecycleLag.Record(lag.TotalSeconds, Tag("lifecycle", lifecycle));

    public static void FileScanned(string result) => Scans.Add(1, Tag("result", result));

    public static void QueueSeen(string queue, TimeSpan oldest, int deadLetters)
    {
        OldestMessage.Record(oldest.TotalSeconds, Tag("queue", queue));
        DeadLetters.Record(deadLetters, Tag("queue", queue));
    }

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);
}
