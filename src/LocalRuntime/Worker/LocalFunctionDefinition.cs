using System.Collections.Immutable;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Dfm.LocalRuntime.Worker;

/// <summary>The official description of a found function.</summary>
internal sealed class LocalFunctionDefinition : FunctionDefinition
{
    public LocalFunctionDefinition(FunctionDescriptor descriptor)
    {
        var method = descriptor.Method;
        Name = descriptor.Name;
        EntryPoint = $"{method.DeclaringType!.FullName}.{method.Name}";
        PathToAssembly = method.DeclaringType.Assembly.Location;
        Id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Name} {EntryPoint}")).AsSpan(0, 8));
        Parameters =
        [
            .. method.GetParameters().Select(p => new FunctionParameter(p.Name!, p.ParameterType, p.HasDefaultValue, p.DefaultValue)),
        ];
        InputBindings = method.GetParameters()
            .Select(p => (Name: p.Name!, Binding: p.GetCustomAttribute<BindingAttribute>()))
            .Where(input => input.Binding is not null)
            .ToImmutableDictionary(input => input.Name, input => (BindingMetadata)new Input(input.Name, KindOf(input.Binding!)));
    }

    public override string EntryPoint { get; }

    public override string Id { get; }

    public override IImmutableDictionary<string, BindingMetadata> InputBindings { get; }

    public override string Name { get; }

    public override ImmutableArray<FunctionParameter> Parameters { get; }

    public override string PathToAssembly { get; }

    /// <summary>The binding's kind as function.json writes it: HttpTriggerAttribute is <c>httpTrigger</c>.</summary>
    public static string KindOf(Attribute binding)
    {
        var name = binding.GetType().Name;
        return char.ToLowerInvariant(name[0]) + name[1..^nameof(Attribute).Length];
    }

    private sealed class Input(string name, string type) : BindingMetadata
    {
        public override BindingDirection Direction => BindingDirection.In;

        public override string Name => name;

        public override string Type => type;
    }
}
