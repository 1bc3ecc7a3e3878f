namespace Dfm.Functions.Settings;

/// <summary>Settings of one concern, which an options class reads from its section of the configuration.</summary>
public interface ISettings
{
    /// <summary>The section's name: a property <c>Name</c> is the app setting <c>Section__Name</c>.</summary>
    static abstract string Section { get; }
}
