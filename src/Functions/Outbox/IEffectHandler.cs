using System.Text.Json;

namespace Dfm.Functions.Outbox;

/// <summary>Performs the effects of one name, for the chapter that registers it. Performed twice, an effect is done once.</summary>
public interface IEffectHandler
{
    /// <summary>The effects' name; stays as it is while such effects wait.</summary>
    string Name { get; }

    Task Perform(JsonElement payload, CancellationToken cancellationToken);
}
