using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace Dfm.Core.Notifications;

/// <summary>The JSON format of mails on the queue, shared by producer and consumer.</summary>
public static class MailJson
{
    /// <summary>camelCase; accents are not escaped, since a queue message is small; missing fields are refused when reading.</summary>
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
