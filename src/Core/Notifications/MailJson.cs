using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace Dfm.Core.Notifications;

/// <summary>How mails are written on the queue: one place, since both ends must agree.</summary>
public static class MailJson
{
    /// <summary>camelCase, French letters as they are (a queue's message is small), missing fields refused when reading.</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
        };
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
